/** The beginning of a text, at most `max` UTF-16 units of it, but never half of a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const isWithin = /[\uD800-\uDBFF]/.test(text.charAt(max - 1));
  return text.slice(0, isWithin ? max - 1 : max);
}
