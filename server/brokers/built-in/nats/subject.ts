/** Subjects are tokens between dots: `orders.*.paid`, `orders.>`. `*` stands for one token, a last `>` for one or more. */

/** Whether something can be subscribed to. */
export function isSubject(text: string): boolean {
  const tokens = text.split('.');
  return tokens.every((token, index) => token !== '' && (token !== '>' || index === tokens.length - 1));
}

/** Whether something can be published to: no token may be a wildcard. */
export function isLiteral(text: string): boolean {
  return text.split('.').every((token) => token !== '' && token !== '*' && token !== '>');
}

export function hasWildcard(tokens: readonly string[]): boolean {
  return tokens.some((token) => token === '*' || token === '>');
}

export function matches(pattern: readonly string[], subject: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '>';
  if (isOpen ? subject.length < pattern.length : subject.length !== pattern.length) return false;
  return pattern.every((token, index) => {
    return token === '*' || (isOpen && index === pattern.length - 1) || token === subject[index];
  });
}
