import type { AmqpWriter } from './amqpWriter.ts';
import { ByteReader } from './byteReader.ts';
import type { FieldTable } from './field.ts';
import { ConnectionError } from './protocolError.ts';

/** The properties of a message, in the order of their flags: the highest bit is the first. */
const order = {
  contentType: 'shortstr',
  contentEncoding: 'shortstr',
  headers: 'table',
  deliveryMode: 'octet',
  priority: 'octet',
  correlationId: 'shortstr',
  replyTo: 'shortstr',
  expiration: 'shortstr',
  messageId: 'shortstr',
  timestamp: 'longlong',
  type: 'shortstr',
  userId: 'shortstr',
  appId: 'shortstr',
  clusterId: 'shortstr',
} as const;

interface PropertyTypes {
  shortstr: string;
  octet: number;
  longlong: bigint;
  table: FieldTable;
}

export type Properties = { readonly [P in keyof typeof order]?: PropertyTypes[(typeof order)[P]] };

export interface ContentHeader {
  readonly bodyBytes: number;
  readonly properties: Properties;
}

const basicClass = 60;
const highestFlag = 0x8000;

/** The payload of a header frame. */
export function readHeader(payload: Buffer): ContentHeader {
  const reader = new ByteReader(payload);
  if (reader.short() !== basicClass) throw new ConnectionError('UNEXPECTED_FRAME', 'content header of another class');
  reader.short();
  const bodyBytes = Number(reader.longlong());
  const flags = reader.short();
  const properties: Record<string, unknown> = {};
  Object.entries(order).forEach(([name, type], index) => {
    if ((flags & (highestFlag >> index)) !== 0) properties[name] = reader[type]();
  });
  return { bodyBytes, properties };
}

export function writeHeader(writer: AmqpWriter, { bodyBytes, properties }: ContentHeader): void {
  const present = Object.entries(order).map(([name, type]) => ({ type, value: (properties as Read)[name] }));
  writer.short(basicClass);
  writer.short(0);
  writer.longlong(BigInt(bodyBytes));
  writer.short(
    present.reduce((flags, { value }, index) => (value === undefined ? flags : flags | (highestFlag >> index)), 0),
  );
  for (const { type, value } of present) {
    if (value !== undefined) (writer[type] as (value: unknown) => void).call(writer, value);
  }
}

type Read = Readonly<Record<string, unknown>>;
