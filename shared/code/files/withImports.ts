import type { CodeFile } from '../codeFile.ts';
import { shared } from '../steps/stepWriter.ts';
import { transportCodes } from '../transports/index.ts';
import type { TransportCode } from '../transports/transportCode.ts';

const names = Object.values(transportCodes).flatMap(({ library = [] }: TransportCode) => library);

/** The text of a transport's options, with what it names imported. */
export function withImports(file: CodeFile, text: string): string {
  if (text.includes('Transport.')) file.use('@nestjs/microservices', 'Transport');
  if (text.includes('readFileSync(')) file.use('node:fs', 'readFileSync');
  return names.reduce(
    (written, name) => (written.includes(name) ? written.replaceAll(name, () => file.use(shared, name)) : written),
    text,
  );
}
