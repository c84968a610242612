import type { Problem } from '#shared/problem.ts';
import type { SessionStatus } from '#shared/status.ts';

/** One list without doubles: flow and status may both know the same thing. */
export function allProblems(drawn: readonly Problem[], status: SessionStatus | undefined): Problem[] {
  const running = status === undefined ? [] : statusProblems(status);
  const seen = new Set<string>();
  return [...drawn, ...running].filter((problem) => {
    const key = `${problem.at ?? ''} ${problem.code} ${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function statusProblems(status: SessionStatus): Problem[] {
  const services = Object.entries(status.services).flatMap(([id, service]) =>
    service.problems.map((problem) => ({ at: `services.${id}`, ...problem })),
  );
  const wires = Object.entries(status.wires).flatMap(([id, { problem }]) =>
    problem === undefined ? [] : [{ at: `wires.${id}`, ...problem }],
  );
  const brokers = Object.entries(status.brokers).flatMap(([id, { problem }]) =>
    problem === undefined ? [] : [{ at: `brokers.${id}`, ...problem }],
  );
  return [...services, ...brokers, ...wires];
}
