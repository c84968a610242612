import type { WritePacket } from '@nestjs/microservices';
import { toJson } from '../../trace/describeError.ts';
import type { MessageChange } from './passingMessage.ts';

/** What a fault's expressions may name of one frame of a reply. */
export function replyScope({ response, err }: WritePacket): Record<string, unknown> {
  return err ? { error: toJson(err) } : { data: response === undefined ? undefined : toJson(response) };
}

/** The frame with what a fault has made of it, as an object of its own. An error stays an error, whatever is put in its place. */
export function replyUnder(frame: WritePacket, { payload }: MessageChange = {}): WritePacket {
  if (payload === undefined) return { ...frame };
  return frame.err ? { ...frame, err: payload.value } : { ...frame, response: payload.value };
}
