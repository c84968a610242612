import type { ServerSettings } from './serverSettings.ts';

type Wanted = Partial<Pick<ServerSettings, 'host' | 'controlPort'>>;

/** Says in one line what keeps the server from starting; the reasons that people meet are not worth a stack. */
export function startProblem(error: unknown, { host, controlPort }: Wanted = {}): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port = 3000 } = error as NodeJS.ErrnoException & { port?: number };
  const setting = port === controlPort ? 'CONTROL_PORT' : 'PORT';
  switch (code ?? '') {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Type: ${setting}=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} is not open to you. Use one above 1023, such as ${setting}=${setting === 'PORT' ? 3000 : 3100}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
      return `HOST is "${host}", which is no address of this machine. Type: HOST=127.0.0.1 npm start`;
    default:
      return error.message;
  }
}
