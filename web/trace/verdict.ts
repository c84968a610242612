import { firstFailure } from './verdict/firstFailure.ts';
import { outcome } from './verdict/outcome.ts';
import { culpritOf, storyOf, type Scene } from './verdict/story.ts';
import { allWell, underWay } from './verdict/wellWords.ts';
import { sentence, textOf, type Part } from './verdict/words.ts';

/**
 * One or two sentences about a trace: where the time went, and what failed first. `PAYMENTS answered after 1.9 s because of
 * your latency fault; orders gave up at 1 s and retried twice, in vain. Driver buyer got “502 …” after 3.1 s.`
 * Pure, and without the present time in it, so that it changes only when something has happened.
 */
export const verdict = (scene: Scene): string => textOf(verdictParts(scene));

/** The same in parts, each with the message that it speaks of. */
export function verdictParts(scene: Scene): Part[] {
  const story = storyOf(scene);
  if (story === undefined) return [];
  const culprit = culpritOf(story);
  const goesOn = story.root.state === 'pending' && story.root.kind !== 'event';
  const sentences =
    culprit === undefined
      ? goesOn
        ? [[underWay(story)]]
        : allWell(story).map((part) => [part])
      : [
          [{ text: firstFailure(story, culprit), hopId: culprit.hopId }],
          goesOn ? [underWay(story)] : outcome(story, culprit),
        ];
  return sentences
    .map((parts) => sentence(parts))
    .filter((parts) => parts.length > 0)
    .flatMap((parts, index) => (index === 0 ? parts : [{ text: ' ' }, ...parts]));
}
