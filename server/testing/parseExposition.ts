/** What a Prometheus would make of `/metrics`. Throws where the text is not what the format says. */
export interface Parsed {
  types: Record<string, string>;
  /** `name{label="value"}` with the labels in their order, and its value. */
  samples: Map<string, number>;
}

const head = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/;
const sample =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$/;

export function parseExposition(text: string): Parsed {
  if (!text.endsWith('\n')) throw new Error('The last line does not end.');
  const types: Record<string, string> = {};
  const samples = new Map<string, number>();
  let family = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, what, name = '', rest = ''] = head.exec(line) ?? [];
    if (what === 'HELP') continue;
    if (what === 'TYPE') {
      if (types[name] !== undefined) throw new Error(`${name} is told in two places.`);
      types[name] = rest;
      family = name;
      continue;
    }
    const [, full = '', labels = '', value = ''] = sample.exec(line) ?? [];
    const isOfFamily =
      full === family || (types[family] === 'histogram' && /^_(bucket|sum|count)$/.test(full.slice(family.length)));
    if (!isOfFamily) throw new Error(`This is no sample of ${family}: ${line}`);
    if (samples.has(`${full}${labels}`)) throw new Error(`Told twice: ${line}`);
    samples.set(`${full}${labels}`, Number(value.replace('Inf', 'Infinity')));
  }
  return { types, samples };
}
