import { isProcessFault } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { isApart } from '#shared/flow/processes.ts';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import { problem } from '#shared/problem.ts';
import type { Host } from './host.ts';
import type { Hosts } from './hosts.ts';

export interface CommandRouterParts {
  hosts: Hosts;
  flow: () => Flow;
  /** Makes live what is wanted now. */
  live: () => Promise<void>;
}

/** Gives each command to those processes of a session whom it concerns. */
export class CommandRouter {
  readonly #parts: CommandRouterParts;

  constructor(parts: CommandRouterParts) {
    this.#parts = parts;
  }

  ask(command: RunnerCommand): Promise<RunnerAnswer> {
    const { hosts, flow } = this.#parts;
    switch (command.do) {
      case 'send':
        return this.#askHostOf(own(flow().wires, command.message.wire)?.from, command);
      case 'actOnService':
        return this.#actOnService(command);
      case 'setFaults':
        return this.#setFaults(command);
      case 'readHeld':
      case 'actOnHeld':
        return (hosts.all.find((host) => host.holds(command.message)) ?? hosts.main).ask(command);
      case 'actOnAllHeld':
        return this.#askAll(command);
      case 'readBytes':
        return this.#readBytes(command);
      case 'drive':
      case 'actOnDriver':
      case 'try':
      case 'readRegistry':
      case 'actOnRegistry':
      case 'apply':
      case 'meet':
      case 'ping':
      case 'close':
        return hosts.main.ask(command);
    }
  }

  /** Whoever calls a process knows what ends it before that ends: else nobody could say whose work it was. */
  async #setFaults(command: Extract<RunnerCommand, { do: 'setFaults' }>): Promise<RunnerAnswer> {
    const { hosts } = this.#parts;
    const targets = command.faults.flatMap((fault) =>
      isProcessFault(fault) && 'service' in fault.target ? [hosts.of(fault.target.service)] : [],
    );
    const first = await this.#askAll(command, (host) => !targets.includes(host));
    const last = await this.#askAll(command, (host) => targets.includes(host));
    return first.ok ? last : first;
  }

  async #askAll(command: RunnerCommand, isMeant: (host: Host) => boolean = () => true): Promise<RunnerAnswer> {
    // One that is being restarted hears of it with its plan.
    const hosts = this.#parts.hosts.all.filter((host) => isMeant(host) && (host.apart === undefined || host.isLoaded));
    const answers = await Promise.all(hosts.map((host) => host.ask(command)));
    const refusal = answers.find(({ ok }) => !ok);
    if (refusal !== undefined || command.do !== 'actOnAllHeld') return refusal ?? { ok: true };
    return { ok: true, acted: answers.reduce((sum, answer) => sum + (answer.ok ? (answer.acted ?? 0) : 0), 0) };
  }

  /** A message that two processes exchange has crossed links of both. */
  async #readBytes(command: RunnerCommand): Promise<RunnerAnswer> {
    const hosts = this.#parts.hosts.all.filter((host) => host.apart === undefined || host.isLoaded);
    const answers = await Promise.all(hosts.map((host) => host.ask(command)));
    const refusal = answers.find(({ ok }) => !ok);
    if (refusal !== undefined) return refusal;
    const crossings = answers.flatMap((answer) => (answer.ok ? (answer.bytes?.crossings ?? []) : []));
    return { ok: true, bytes: { crossings: crossings.toSorted((one, other) => one.atUs - other.atUs) } };
  }

  async #actOnService(command: Extract<RunnerCommand, { do: 'actOnService' }>): Promise<RunnerAnswer> {
    const { hosts, flow, live } = this.#parts;
    const { service, action, replica } = command;
    // A replica cannot be there without the process.
    const isReplicasAlone = replica !== undefined && hosts.of(service) !== undefined;
    if (isReplicasAlone || !isApart(flow(), service)) return this.#askHostOf(service, command);
    const act = action === 'start' ? undefined : await hosts.putDown(service, action === 'kill' ? 'kill' : 'stop');
    if (action === 'kill' || action === 'stop') return { ok: true };
    await hosts.letUp(service, act);
    hosts.of(service)?.revive();
    await live();
    // The process may have been there all the time, and only replicas of it down.
    return this.#askHostOf(service, { ...command, action: 'start' });
  }

  async #askHostOf(service: string | undefined, command: RunnerCommand): Promise<RunnerAnswer> {
    const host = this.#parts.hosts.of(service);
    if (host !== undefined) return host.ask(command);
    const message = `"${service}" has a process of its own, which is down. Start the service.`;
    return { ok: false, problem: problem('notRunning', message) };
  }
}
