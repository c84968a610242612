import type { ByteWriter } from '../../bytes/byteWriter.ts';

export interface Delivery {
  readonly subject: string;
  readonly sid: string;
  readonly reply?: string | undefined;
  readonly headers?: Buffer | undefined;
  readonly payload: Buffer;
}

/** `MSG` or, with headers, `HMSG`. */
export function writeMessage(writer: ByteWriter, { subject, sid, reply, headers, payload }: Delivery): void {
  const to = `${subject} ${sid} ${reply === undefined ? '' : `${reply} `}`;
  if (headers === undefined) {
    writer.text(`MSG ${to}${payload.length}\r\n`);
  } else {
    writer.text(`HMSG ${to}${headers.length} ${headers.length + payload.length}\r\n`);
    writer.bytes(headers);
  }
  writer.bytes(payload);
  writer.text('\r\n');
}
