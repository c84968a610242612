/**
 * Whether a text can be a subject of NATS, as it stands: tokens between dots, none of them empty. A blank or a newline would
 * end it in the middle of the protocol's line. `*` is one token, a last `>` one or more.
 */
export function isNatsSubject(text: string): boolean {
  const tokens = text.split('.');
  // oxlint-disable-next-line no-control-regex
  if (/[\s\u0000-\u001f\u007f]/.test(text)) return false;
  return tokens.every((token, index) => token !== '' && (token !== '>' || index === tokens.length - 1));
}
