/**
 * The values of an AMQP field table, with the letter of their type: what a client has written as a short integer must come
 * out as one. Texts are latin1 throughout, one character per byte, so that any bytes survive.
 *
 *   t boolean · b B s u I i l integers · f d floats · D decimal · S text · x bytes · A list · F table · T time · V nothing
 */
export type Field =
  | { readonly type: 't'; readonly value: boolean }
  | ShortInteger
  | { readonly type: 'f' | 'd'; readonly value: number }
  | { readonly type: 'l' | 'T'; readonly value: bigint }
  | { readonly type: 'D'; readonly value: { readonly scale: number; readonly digits: number } }
  | { readonly type: 'S'; readonly value: string }
  | { readonly type: 'x'; readonly value: Buffer }
  | { readonly type: 'A'; readonly value: readonly Field[] }
  | { readonly type: 'F'; readonly value: FieldTable }
  | { readonly type: 'V' };

interface ShortInteger {
  readonly type: 'b' | 'B' | 's' | 'u' | 'I' | 'i';
  readonly value: number;
}

export type FieldTable = ReadonlyMap<string, Field>;

export const emptyTable: FieldTable = new Map();

export const text = (value: string): Field => ({ type: 'S', value });
export const integer = (value: number | bigint): Field => ({ type: 'l', value: BigInt(value) });
export const table = (fields: Readonly<Record<string, Field>>): FieldTable => new Map(Object.entries(fields));

/** The integer that a field holds, whatever its width; undefined for every other type. */
export function integerOf(field: Field | undefined): number | undefined {
  if (field === undefined) return undefined;
  if (field.type === 'l') return Number(field.value);
  return isShortInteger(field) ? field.value : undefined;
}

const isShortInteger = (field: Field): field is ShortInteger => 'bBsuIi'.includes(field.type);

export const textOf = (field: Field | undefined): string | undefined =>
  field !== undefined && field.type === 'S' ? field.value : undefined;

/** Whether two fields mean the same, be an integer written short or long. */
export function sameField(a: Field, b: Field): boolean {
  const integers = [integerOf(a), integerOf(b)];
  if (integers[0] !== undefined) return integers[0] === integers[1];
  if (a.type === 'V' || b.type === 'V') return a.type === b.type;
  if (a.type === 'F' && b.type === 'F') return sameTable(a.value, b.value);
  if (a.type === 'A' && b.type === 'A') return sameList(a.value, b.value);
  if (a.type === 'x' && b.type === 'x') return a.value.equals(b.value);
  if (a.type === 'D' && b.type === 'D') return a.value.scale === b.value.scale && a.value.digits === b.value.digits;
  return a.type === b.type && a.value === b.value;
}

export function sameTable(a: FieldTable, b: FieldTable): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([key, field]) => {
    const other = b.get(key);
    return other !== undefined && sameField(field, other);
  });
}

function sameList(a: readonly Field[], b: readonly Field[]): boolean {
  return (
    a.length === b.length &&
    a.every((field, index) => {
      const other = b[index];
      return other !== undefined && sameField(field, other);
    })
  );
}
