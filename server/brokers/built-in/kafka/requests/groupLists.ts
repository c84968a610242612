// Looking at groups from outside.
import { errorCode } from '../wire/errorCode.ts';
import type { Api } from './api.ts';

const consumerProtocol = 'consumer';

export const describeGroups: Api = {
  key: 15,
  versions: [0, 1],
  run({ broker, version, body, answer }) {
    const ids = body.array(() => body.string());
    const known = new Set(broker.groups.ids);
    if (version >= 1) answer.int32(0);
    answer.array(ids, (id) => {
      const group = broker.groups.find(id);
      const state = group?.state ?? (known.has(id) ? 'Empty' : 'Dead');
      answer.int16(errorCode.none).string(id).string(state);
      answer.string(group?.protocolType ?? '').string(group?.protocol ?? '');
      answer.array([...(group?.members.values() ?? [])], (member) => {
        answer.string(member.id).string(member.clientId).string('/127.0.0.1');
        answer.bytes(member.metadataFor(group?.protocol ?? '')).bytes(member.assignment);
      });
    });
  },
};

export const listGroups: Api = {
  key: 16,
  versions: [0, 1],
  run({ broker, version, answer }) {
    if (version >= 1) answer.int32(0);
    answer.int16(errorCode.none);
    answer.array(broker.groups.ids, (id) => {
      answer.string(id).string(broker.groups.find(id)?.protocolType ?? consumerProtocol);
    });
  },
};
