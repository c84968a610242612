/** `google.protobuf.Value` as protobufjs has it: exactly one field is there. */
export interface GrpcValue {
  nullValue?: number;
  numberValue?: number;
  stringValue?: string;
  boolValue?: boolean;
  structValue?: { fields?: Record<string, GrpcValue> };
  listValue?: { values?: GrpcValue[] };
}

/**
 * Any value as JSON would have it, in the words of google/protobuf/struct.proto: `undefined` alone is null, inside an object
 * it is left out.
 *
 * @throws what JSON.stringify throws too, such as a bigint, or a circle (as a RangeError)
 */
export function toGrpcValue(value: unknown): GrpcValue {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'number':
      return Number.isFinite(value) ? { numberValue: value } : { nullValue: 0 };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      throw new TypeError('A bigint is no JSON.');
    case 'object':
      return value === null ? { nullValue: 0 } : objectValue(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      return { nullValue: 0 };
  }
}

function objectValue(value: object): GrpcValue {
  if ('toJSON' in value && typeof value.toJSON === 'function') return toGrpcValue(value.toJSON());
  if (Array.isArray(value)) return { listValue: { values: value.map(toGrpcValue) } };
  const fields = Object.entries(value).filter(([, field]) => !isLeftOut(field));
  return { structValue: { fields: Object.fromEntries(fields.map(([key, field]) => [key, toGrpcValue(field)])) } };
}

const isLeftOut = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** The other way round. A Value without a kind, which strangers may send, is null. */
export function fromGrpcValue(value: GrpcValue): unknown {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.numberValue !== undefined) return value.numberValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.structValue !== undefined) {
    const fields = Object.entries(value.structValue.fields ?? {});
    return Object.fromEntries(fields.map(([key, field]) => [key, fromGrpcValue(field)]));
  }
  if (value.listValue !== undefined) return (value.listValue.values ?? []).map(fromGrpcValue);
  return null;
}
