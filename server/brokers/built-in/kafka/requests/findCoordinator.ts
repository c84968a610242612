import { errorCode } from '../wire/errorCode.ts';
import { brokerId, host, type Api } from './api.ts';

/** Who looks after a group: we, as there is nobody else. */
export const findCoordinator: Api = {
  key: 10,
  versions: [0, 1],
  run({ broker, version, body, answer }) {
    body.string();
    if (version >= 1) {
      body.int8();
      answer.int32(0);
    }
    answer.int16(errorCode.none);
    if (version >= 1) answer.string(undefined);
    answer.int32(brokerId).string(host).int32(broker.port);
  },
};
