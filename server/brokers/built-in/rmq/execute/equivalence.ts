import { integerOf, sameField, textOf, type Field, type FieldTable } from '../wire/field.ts';
import { ChannelError } from '../wire/protocolError.ts';

interface Declared {
  /** `queue 'orders' in vhost '/'` */
  readonly what: string;
  readonly flags: Readonly<Record<string, boolean | string>>;
  readonly arguments: FieldTable;
  /** The arguments that have to be the same. */
  readonly compared: readonly string[];
}

/** What is declared again has to be what it is already. */
export function mustBeEquivalent(wanted: Declared, current: Omit<Declared, 'what' | 'compared'>): void {
  const refuse = (name: string, received: string, is: string): ChannelError => {
    const text = `inequivalent arg '${name}' for ${wanted.what}: received ${received} but current is ${is}`;
    return new ChannelError('PRECONDITION_FAILED', text);
  };
  for (const [name, value] of Object.entries(wanted.flags)) {
    const is = current.flags[name];
    if (is !== value) throw refuse(name, `'${value}'`, `'${is}'`);
  }
  for (const name of wanted.compared) {
    const [value, is] = [wanted.arguments.get(name), current.arguments.get(name)];
    const isSame = value === undefined || is === undefined ? value === is : sameField(value, is);
    if (!isSame) throw refuse(name, describe(value), describe(is));
  }
}

const typeNames: Partial<Record<Field['type'], string>> = {
  S: 'longstr',
  I: 'signedint',
  i: 'unsignedint',
  l: 'long',
  s: 'short',
  u: 'unsignedshort',
  b: 'byte',
  B: 'unsignedbyte',
  t: 'bool',
};

function describe(field: Field | undefined): string {
  if (field === undefined) return 'none';
  const value =
    textOf(field) ?? integerOf(field) ?? ('value' in field && typeof field.value === 'boolean' ? field.value : '…');
  return `the value '${value}' of type '${typeNames[field.type] ?? field.type}'`;
}
