import type { ByteWriter } from '../../bytes/byteWriter.ts';
import type { Reply, RespVersion } from './reply.ts';

const newlines = /[\r\n]/g;

export function writeReply(writer: ByteWriter, reply: Reply, version: RespVersion): void {
  switch (reply.type) {
    case 'simple':
      return writer.text(`+${reply.text}\r\n`);
    case 'error':
      // An error is one line: a newline that a client put into a name would end it early and break the stream.
      return writer.text(`-${reply.text.replace(newlines, ' ')}\r\n`);
    case 'integer':
      return writer.text(`:${reply.value}\r\n`);
    case 'null':
      return writer.text(version === 3 ? '_\r\n' : '$-1\r\n');
    case 'bulk':
      writer.text(`$${reply.bytes.length}\r\n`);
      writer.bytes(reply.bytes);
      return writer.text('\r\n');
    case 'verbatim':
      return version === 3
        ? writer.text(`=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n`)
        : writer.text(`$${reply.text.length}\r\n${reply.text}\r\n`);
    case 'array':
      writer.text(`*${reply.items.length}\r\n`);
      return writeAll(writer, reply.items, version);
    case 'push':
      writer.text(`${version === 3 ? '>' : '*'}${reply.items.length}\r\n`);
      return writeAll(writer, reply.items, version);
    case 'map':
      writer.text(version === 3 ? `%${reply.entries.length}\r\n` : `*${2 * reply.entries.length}\r\n`);
      return writeAll(writer, reply.entries.flat(), version);
  }
}

function writeAll(writer: ByteWriter, items: readonly Reply[], version: RespVersion): void {
  for (const item of items) {
    if (writer.overflowed) return;
    writeReply(writer, item, version);
  }
}
