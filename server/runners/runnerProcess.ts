import { fork, type ChildProcess } from 'node:child_process';
import {
  fromRunnerSchema,
  type FromRunner,
  type RunnerAnswer,
  type RunnerCommand,
  type ToRunner,
} from '#shared/ipc.ts';
import { problem } from '#shared/problem.ts';
import { deathReason } from './deathReason.ts';
import { clockArgument } from '../nowUs.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import { runnerEnv, runnerFlags } from './runnerFlags.ts';

export interface RunnerTimes {
  /** A living runner is asked this often, and killed when it has said nothing for `silenceMs`. */
  pingMs: number;
  silenceMs: number;
  /** How long loading may take. */
  helloMs: number;
  /** How long it may take to close everything by itself. */
  closeMs: number;
}

export const runnerTimes: RunnerTimes = { pingMs: 500, silenceMs: 2000, helloMs: 30_000, closeMs: 2000 };

export interface RunnerKind {
  /** Of its heap. */
  maxOldSpaceMb?: number;
  /** It brings a small flow alive and ends it before it says that it is loaded: its first real one is faster then. */
  rehearses?: boolean;
}

/** What the runner says unasked. */
export type RunnerNews =
  | Exclude<FromRunner, { say: 'answer' } | { say: 'hello' }>
  /** It takes noticeably more or less of the machine's memory. */
  | { say: 'memory'; bytes: number };

const answerMs = 120_000;
const stderrBytes = 8192;
const noticeableBytes = 4e6;

/** One child process in which a session's services run, from fork to its end. Never started again: the supervisor takes a new one. */
export class RunnerProcess {
  /** How answers call it that say why there is none. */
  who = 'The runner';
  /** False when it died before it was loaded. */
  readonly loaded: Promise<boolean>;
  /** Why it ended: words to go after "the runner …". */
  readonly death: Promise<string>;
  readonly #child: ChildProcess;
  readonly #times: RunnerTimes;
  readonly #pending = new PendingAnswers();
  #onNews: (news: RunnerNews) => void = () => undefined;
  #sayLoaded: (loaded: boolean) => void = () => undefined;
  #watch: NodeJS.Timeout | undefined;
  #silentTicks = 0;
  #killedBecause: string | undefined;
  #dead = false;
  #memoryBytes = 0;

  constructor(entry: string, times: RunnerTimes = runnerTimes, { maxOldSpaceMb, rehearses = false }: RunnerKind = {}) {
    this.#times = times;
    this.#child = fork(entry, [clockArgument, ...(rehearses ? ['--rehearse'] : [])], {
      execArgv: runnerFlags(entry, maxOldSpaceMb),
      env: runnerEnv(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const helloTimer = setTimeout(() => this.kill(`did not load within ${times.helloMs / 1000} s`), times.helloMs);
    this.loaded = new Promise((resolve) => (this.#sayLoaded = resolve));
    void this.loaded.then(() => clearTimeout(helloTimer));
    this.death = this.#watchDeath();
    this.#child.on('message', (message) => this.#receive(message));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isLoaded(): boolean {
    return !this.#dead && this.#watch !== undefined;
  }

  get isAlive(): boolean {
    return !this.#dead;
  }

  /** From now on `listener` gets what it says. */
  listen(listener: (news: RunnerNews) => void): void {
    this.#onNews = listener;
  }

  /** Never rejects: when it dies first the answer is a runnerFailed Problem. */
  ask(command: RunnerCommand, timeoutMs = answerMs): Promise<RunnerAnswer> {
    if (this.#dead) return Promise.resolve(this.#noAnswer('has ended'));
    const isMessage = command.do === 'send' || command.do === 'drive';
    return this.#pending.ask(
      (id) => {
        const message: ToRunner = { id, command };
        // A send that fails means that the channel is closed: then its death settles the answer.
        this.#child.send(message, () => undefined);
      },
      { timeoutMs, isMessage },
    );
  }

  kill(because?: string): void {
    this.#killedBecause ??= because;
    this.#child.kill('SIGKILL');
  }

  /** Lets it close everything, and kills it when that takes too long. Resolves when the process is gone. */
  async close(): Promise<void> {
    this.#killedBecause ??= 'was closed';
    if (this.#watch === undefined) this.kill();
    else void this.ask({ do: 'close' }, this.#times.closeMs);
    const timer = setTimeout(() => this.kill(), this.#times.closeMs);
    await this.death;
    clearTimeout(timer);
  }

  #watchDeath(): Promise<string> {
    let stderr = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-stderrBytes)));
    return new Promise((resolve) => {
      const end = (reason: string): void => {
        if (this.#dead) return;
        this.#dead = true;
        clearInterval(this.#watch);
        this.#sayLoaded(false);
        this.#pending.settleAll(this.#noAnswer(reason));
        resolve(reason);
      };
      this.#child.once('error', (error) => end(`could not be started (${error.message})`));
      // 'close' comes after the last of stderr, which 'exit' does not wait for.
      this.#child.once('close', (code, signal) => end(this.#killedBecause ?? deathReason({ code, signal, stderr })));
    });
  }

  #receive(message: unknown): void {
    this.#silentTicks = 0;
    const parsed = parseNews(message);
    if (parsed === undefined) this.#refuse(message);
    else if (parsed.say === 'hello') this.#begin();
    else if (parsed.say === 'answer') this.#pending.settle(parsed.id, parsed.answer);
    else this.#onNews(parsed);
  }

  #begin(): void {
    this.#sayLoaded(true);
    this.#watch = setInterval(() => this.#tick(), this.#times.pingMs);
  }

  /** Counts our own ticks instead of reading a clock, so that a pause of this process is not taken for the runner's silence. */
  #tick(): void {
    const { pingMs, silenceMs } = this.#times;
    if (this.#silentTicks * pingMs >= silenceMs) {
      this.kill(`did not answer for ${silenceMs / 1000} s and was killed`);
      return;
    }
    this.#silentTicks += 1;
    void this.ask({ do: 'ping' }, silenceMs * 2).then((answer) => {
      if (answer.ok && answer.memoryBytes !== undefined) this.#noteMemory(answer.memoryBytes);
    });
  }

  #noteMemory(bytes: number): void {
    if (Math.abs(bytes - this.#memoryBytes) < noticeableBytes) return;
    this.#memoryBytes = bytes;
    this.#onNews({ say: 'memory', bytes });
  }

  #noAnswer(reason: string): RunnerAnswer {
    const message = `${this.who} ${reason}, so there is no answer. Try again when it is up.`;
    return { ok: false, problem: problem('runnerFailed', message) };
  }

  /** Says so to who waits for an answer that cannot be read, such as a reply nested too deep. */
  #refuse(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    this.#pending.settle(Number(message.id), this.#noAnswer('gave an answer that cannot be read'));
  }
}

function parseNews(message: unknown): FromRunner | undefined {
  try {
    const parsed = fromRunnerSchema.safeParse(message);
    return parsed.success ? parsed.data : undefined;
  } catch {
    // A value nested thousands of levels deep overflows the stack of the schema.
    return undefined;
  }
}
