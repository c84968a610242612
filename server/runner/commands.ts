import { toRunnerSchema, type FromRunner, type RunnerAnswer, type RunnerCommand } from '#shared/ipc.ts';
import { problem, ProblemError, problemFromZod } from '#shared/problem.ts';
import { Hosting } from './hosting.ts';
import { Outlet } from './outlet.ts';
import { createRuntime } from './runtime.ts';
import { Trials } from './sandbox/trials.ts';
import { soon } from './soon.ts';
import { createTracer } from './trace/tracer.ts';

/**
 * The runner: a child process in which one session's services really run. Commands come in over IPC, and answers,
 * states and batches of trace events go out; it ends when the channel does.
 */

const outlet = new Outlet({ send: sendToServer }, () => ({ say: 'status', status: runtime.status() }));
const tracer = createTracer({ onBatch: (events) => outlet.events(events), intervalMs: 50 });
const runtime = createRuntime({
  tracer,
  onStatus: () => {
    outlet.statusChanged();
    hosting.look();
  },
  onFaultEnded: (fault, faultsRevision) => outlet.say({ say: 'faultEnded', fault, faultsRevision }),
  onFaultProgress: () => progressNews.ask(),
  onHeld: () => heldNews.ask(),
});
/** As often as a number that counts up can be read. */
const progressMs = 200;
const progressNews = soon(() => outlet.say({ say: 'faultProgress', progress: runtime.faultProgress() }), progressMs);

/** As soon as what happened is told. */
const heldMs = 50;
const heldNews = soon(tellHeld, heldMs);

function tellHeld(): void {
  outlet.say({ say: 'held', held: runtime.held.list });
}

const hosting: Hosting = new Hosting(
  () => runtime.hosting(),
  (services) => outlet.say({ say: 'hosting', services }),
);
const trials = new Trials();

function sendToServer(message: FromRunner, done: () => void): void {
  // Without a channel there is nobody left to tell; 'disconnect' ends this process.
  if (process.connected) process.send?.(message, undefined, {}, done);
  else done();
}

async function obey(command: RunnerCommand): Promise<RunnerAnswer> {
  switch (command.do) {
    case 'apply':
      return { ok: true, status: await runtime.apply(command.plan) };
    case 'setFaults': {
      const [first] = await runtime.setFaults(command.faults, command.faultsRevision, command.anew);
      return first === undefined ? { ok: true } : { ok: false, problem: first };
    }
    case 'send':
      return { ok: true, sent: await runtime.send(command.message) };
    case 'drive':
      return { ok: true, driven: await runtime.drive(command.driver, command.data) };
    case 'actOnDriver':
      await runtime.actOnDriver(command);
      return { ok: true, status: runtime.status() };
    case 'actOnService':
      await runtime.actOnService(command);
      return { ok: true, status: runtime.status() };
    case 'actOnRegistry':
      await runtime.actOnRegistry(command);
      return { ok: true, status: runtime.status() };
    case 'readRegistry':
      return { ok: true, contents: runtime.readRegistry(command.registry) };
    case 'try':
      return { ok: true, tried: await trials.run(command.trial) };
    case 'readHeld':
      return { ok: true, held: runtime.held.read(command.message) };
    case 'actOnHeld':
      runtime.held.act(command.message, command.act);
      tellHeld();
      return { ok: true };
    case 'actOnAllHeld': {
      const acted = runtime.held.actOnAll(command.act);
      tellHeld();
      return { ok: true, acted };
    }
    case 'meet':
      await runtime.meet(command.services);
      return { ok: true };
    case 'readBytes':
      return { ok: true, bytes: { crossings: runtime.readBytes(command) } };
    case 'ping':
      return { ok: true, memoryBytes: process.memoryUsage.rss() };
    case 'close':
      await close();
      return { ok: true };
  }
}

async function answerTo(message: unknown): Promise<void> {
  const parsed = toRunnerSchema.safeParse(message);
  if (!parsed.success) {
    const id = typeof message === 'object' && message !== null && 'id' in message ? Number(message.id) : Number.NaN;
    if (!Number.isNaN(id))
      outlet.say({ say: 'answer', id, answer: { ok: false, problem: problemFromZod(parsed.error) } });
    return;
  }
  const { id, command } = parsed.data;
  const answer = await obey(command).catch((error: unknown): RunnerAnswer => ({
    ok: false,
    problem:
      error instanceof ProblemError
        ? error.problem
        : problem(
            'internal',
            `The runner failed on "${command.do}": ${String(error)}. Try again; report it if it stays.`,
          ),
  }));
  // What happened on the way is known before the answer.
  tracer.flush();
  hosting.look();
  if (command.do === 'close') sendToServer({ say: 'answer', id, answer }, () => process.exit(0));
  else outlet.say({ say: 'answer', id, answer });
}

let closing: Promise<void> | undefined;

function close(): Promise<void> {
  trials.close();
  progressNews.close();
  heldNews.close();
  closing ??= runtime.close().finally(() => {
    tracer.close();
    outlet.close();
  });
  return closing;
}

/** Brokers die, and some promise of a client library rejects unseen: that must not end everybody's services. */
function noteStray(error: unknown): void {
  tracer.change({
    type: 'serviceChanged',
    state: 'up',
    note: `Something failed unseen, most likely a connection that was lost: ${String(error)}`,
  });
}

process.on('unhandledRejection', noteStray);
process.on('uncaughtException', noteStray);
process.on('message', (message) => void answerTo(message));
process.on('disconnect', () => process.exit(0));
// Ctrl C in a terminal reaches the whole process group; the server decides when its runners end.
process.on('SIGINT', () => undefined);

// Before anybody waits for it. What kept a service from starting would be told where one is drawn.
if (process.argv.includes('--rehearse')) {
  const { rehearse } = await import('./rehearsal.ts');
  await rehearse().catch(noteStray);
}

outlet.say({ say: 'hello' });
