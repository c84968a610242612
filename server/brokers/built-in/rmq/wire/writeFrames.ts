import type { ByteWriter } from '../../bytes/byteWriter.ts';
import { AmqpWriter } from './amqpWriter.ts';
import { frameEnd, frameOverhead } from './frameParser.ts';
import { writeMethod, type MethodArgs, type MethodName } from './methods.ts';
import { writeHeader, type Properties } from './properties.ts';

const methodFrame = 1;
const headerFrame = 2;
const bodyFrame = 3;

export const heartbeatFrame = Buffer.from([8, 0, 0, 0, 0, 0, 0, frameEnd]);

export interface Content {
  readonly properties: Properties;
  readonly body: Buffer;
}

/** One method frame. */
export function methodBytes<N extends MethodName>(channel: number, name: N, args: MethodArgs<N>): Buffer {
  return frame(methodFrame, channel, (writer) => writeMethod(writer, name, args));
}

/** Header and body of a message, the body in as many frames as the client's longest allows. */
export function writeContent(
  output: ByteWriter,
  { properties, body }: Content,
  { channel, frameMax }: { channel: number; frameMax: number },
): void {
  output.bytes(frame(headerFrame, channel, (writer) => writeHeader(writer, { bodyBytes: body.length, properties })));
  const room = frameMax - frameOverhead;
  for (let at = 0; at < body.length; at += room) {
    output.bytes(frame(bodyFrame, channel, (writer) => writer.bytes(body.subarray(at, at + room))));
  }
}

function frame(type: number, channel: number, write: (writer: AmqpWriter) => void): Buffer {
  const writer = new AmqpWriter();
  writer.octet(type);
  writer.short(channel);
  writer.long(0);
  const start = writer.length;
  write(writer);
  const length = writer.length - start;
  writer.octet(frameEnd);
  const bytes = writer.done();
  bytes.writeUInt32BE(length, start - 4);
  return bytes;
}
