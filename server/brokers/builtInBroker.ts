// One of our own brokers (built-in/) in a child process: a kill is a real kill, and a bug in it hurts nobody else.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { brokerContentsSchema } from '#shared/brokerContents.ts';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { LaunchError } from './brokerProcess.ts';
import type { ToParent } from './built-in/toParent.ts';
import { contentsOf } from './builtInContents.ts';
import { withDeadline } from './deadline.ts';
import { describeExit } from './describeExit.ts';
import { keepTail } from './keepTail.ts';

/** Wide, as a busy machine may take seconds to start Node, and more under tsx. */
const readyMs = 15_000;
const killMs = 4000;

const toParentSchema: z.ZodType<ToParent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number(), tells: z.boolean() }),
  z.object({ type: z.literal('contents'), ask: z.number(), contents: brokerContentsSchema }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
]);

/** `folder` is where it may keep what outlives a kill; whoever gives it removes it. */
export function builtInBroker(entry: string, folder?: string): Launch {
  return async (port) => {
    const child = fork(entry, [String(port), ...(folder === undefined ? [] : [folder])], {
      execArgv: entry.endsWith('.ts') ? ['--import', tsxLoader()] : [],
      env: systemRoot(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C in the terminal is for us, and we then close it in order.
      detached: true,
    });
    const output = keepTail(child.stderr);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(describeExit(code, signal)));
    });
    const kill = (): Promise<void> => end(child, ended);
    let tells: boolean;
    try {
      tells = await withDeadline(
        listening(child, ended),
        readyMs,
        () => new LaunchError(`not ready after ${readyMs} ms`),
      );
    } catch (error) {
      await kill();
      throw error instanceof LaunchError ? error : new LaunchError(`${String(error)} ${output()}`);
    }
    const contents = tells ? contentsOf(child, (message) => toParentSchema.parse(message)) : undefined;
    return { pid: child.pid ?? 0, name: 'built-in', ended, kill, contents } satisfies BrokerProcess;
  };
}

/** Whether it will say what it holds. */
async function listening(child: ChildProcess, ended: Promise<string>): Promise<boolean> {
  const early = ended.then((why) => Promise.reject(new Error(why)));
  const [first]: unknown[] = await Promise.race([once(child, 'message'), early]);
  const message = toParentSchema.parse(first);
  if (message.type === 'failed') throw new LaunchError(message.message, message.code === 'EADDRINUSE');
  return message.type === 'listening' && message.tells;
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGKILL');
  await withDeadline(ended, killMs, () => new Error('The built-in broker does not end, even by SIGKILL.'));
}

/** The child sees none of our environment; Windows cannot start a program without this one. */
function systemRoot(): NodeJS.ProcessEnv {
  const root = process.env['SystemRoot'];
  return root === undefined ? {} : { SystemRoot: root };
}

function tsxLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
