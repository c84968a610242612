/** Words between dots: in a binding `*` stands for one word, `#` for none or any number. */
export function matchesTopic(pattern: string, routingKey: string): boolean {
  return matches(pattern.split('.'), routingKey.split('.'));
}

/** Row by row, so that many `#` cost no more than the product of both lengths. */
function matches(pattern: readonly string[], words: readonly string[]): boolean {
  let reached = words.map(() => false);
  reached.unshift(true);
  for (const part of pattern) {
    const next = reached.map((isReached) => part === '#' && isReached);
    for (let at = 1; at <= words.length; at += 1) {
      if (part === '#') next[at] = next[at] === true || next[at - 1] === true;
      else if (part === '*' || part === words[at - 1]) next[at] = reached[at - 1] === true;
    }
    reached = next;
  }
  return reached.at(-1) === true;
}
