import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import type { Writer } from '../wire/writer.ts';
import type { Api } from './api.ts';

export const apiVersionsKey = 18;
const firstFlexible = 3;

/** Tells which requests are understood. From version 3 on the client says its name, in the compact encoding. */
export const apiVersions = (all: () => readonly Api[]): Api => ({
  key: apiVersionsKey,
  versions: [0, 3],
  run({ version, body, answer }) {
    if (version >= firstFlexible) {
      body.compactString();
      body.compactString();
      body.skipTags();
    }
    writeVersions(answer, { version, error: errorCode.none, apis: all() });
  },
});

/** To a version that we do not know the answer comes in version 0, with an error: then the client asks again. */
export function writeVersions(
  answer: Writer,
  { version, error, apis }: { version: number; error: ErrorCode; apis: readonly Api[] },
): void {
  const writeOne = ({ key, versions: [lowest, highest] }: Api): Writer =>
    answer.int16(key).int16(lowest).int16(highest);
  answer.int16(error);
  if (version < firstFlexible) {
    answer.array(apis, writeOne);
    if (version >= 1) answer.int32(0);
  } else {
    answer.compactArray(apis, (api) => writeOne(api).noTags());
    answer.int32(0).noTags();
  }
}
