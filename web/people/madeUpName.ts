/** A friendly name for somebody who has not said theirs. */

const manners = [
  'Brave',
  'Calm',
  'Clever',
  'Gentle',
  'Happy',
  'Jolly',
  'Kind',
  'Lucky',
  'Merry',
  'Quick',
  'Sunny',
  'Witty',
];
const animals = [
  'Badger',
  'Crane',
  'Dolphin',
  'Falcon',
  'Fox',
  'Hare',
  'Heron',
  'Koala',
  'Lynx',
  'Otter',
  'Owl',
  'Panda',
];

/** `random` gives numbers from 0 to below 1. */
export function madeUpName(random: () => number = Math.random): string {
  const oneOf = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  return `${oneOf(manners)} ${oneOf(animals)}`;
}
