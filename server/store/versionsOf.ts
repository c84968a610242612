import type { VersionSummary } from '#shared/protocol.ts';

/** Whoever stops for so long has come to the end of something. */
const pauseMs = 30_000;
/** Whoever never stops gets a version at least so often. */
const longestMs = 5 * 60_000;

/** The moments worth going back to, newest first. `moments` are all revisions, oldest first. */
export function versionsOf(moments: readonly { revision: number; at: number }[]): VersionSummary[] {
  const versions: VersionSummary[] = [];
  let begin = moments[0];
  let changes = 0;
  for (const [index, moment] of moments.entries()) {
    const next = moments[index + 1];
    changes += 1;
    const isFirst = index === 0 && moment.revision === 0;
    const isEnd = next === undefined || next.at - moment.at >= pauseMs || next.at - (begin?.at ?? 0) >= longestMs;
    if (!isFirst && !isEnd) continue;
    versions.unshift({ revision: moment.revision, at: moment.at, changes: isFirst ? 0 : changes });
    changes = 0;
    begin = next;
  }
  return versions;
}
