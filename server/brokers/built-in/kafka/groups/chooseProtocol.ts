import type { Protocol } from './member.ts';

interface Voter {
  readonly protocols: readonly Protocol[];
}

/** The way of sharing that all know and most like best; undefined when there is none that all know. */
export function chooseProtocol(voters: readonly Voter[]): string | undefined {
  const known = (voters[0]?.protocols ?? []).map(({ name }) => name);
  const common = known.filter((name) => voters.every(({ protocols }) => protocols.some((one) => one.name === name)));
  const votes = new Map<string, number>();
  for (const { protocols } of voters) {
    const best = protocols.find(({ name }) => common.includes(name))?.name;
    if (best !== undefined) votes.set(best, (votes.get(best) ?? 0) + 1);
  }
  return common.reduce<string | undefined>(
    (best, name) => (best === undefined || (votes.get(name) ?? 0) > (votes.get(best) ?? 0) ? name : best),
    undefined,
  );
}

export function sameProtocols(some: readonly Protocol[], others: readonly Protocol[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ name, metadata }, index) => {
    const other = others[index];
    return other?.name === name && metadata.equals(other.metadata);
  });
}
