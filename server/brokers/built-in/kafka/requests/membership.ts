// Coming, staying and going of the members of a group.
import { longestWaitMs } from '../limits.ts';
import type { Api } from './api.ts';

export const joinGroup: Api = {
  key: 11,
  versions: [0, 2],
  async run({ broker, version, clientId, body, answer }) {
    const groupId = body.string();
    const sessionMs = body.int32();
    const rebalanceMs = Math.min(Math.max(version >= 1 ? body.int32() : sessionMs, 0), 5 * longestWaitMs);
    const memberId = body.string();
    const protocolType = body.string();
    const protocols = body.array(() => ({ name: body.string(), metadata: Buffer.from(body.bytes()) }));
    const joined = await broker.groups.join(groupId, {
      memberId,
      clientId,
      sessionMs,
      rebalanceMs,
      protocolType,
      protocols,
    });
    if (version >= 2) answer.int32(0);
    answer.int16(joined.error).int32(joined.generation).string(joined.protocol).string(joined.leader);
    answer.string(joined.memberId).array(joined.members, ({ id, metadata }) => answer.string(id).bytes(metadata));
  },
};

export const syncGroup: Api = {
  key: 14,
  versions: [0, 1],
  async run({ broker, version, body, answer }) {
    const groupId = body.string();
    const generation = body.int32();
    const memberId = body.string();
    const given = body.array(() => [body.string(), Buffer.from(body.bytes())] as const);
    const { error, assignment } = await broker.groups.sync(groupId, {
      generation,
      memberId,
      assignments: new Map(given),
    });
    if (version >= 1) answer.int32(0);
    answer.int16(error).bytes(assignment);
  },
};

export const heartbeat: Api = {
  key: 12,
  versions: [0, 1],
  run({ broker, version, body, answer }) {
    const error = broker.groups.heartbeat(body.string(), body.int32(), body.string());
    if (version >= 1) answer.int32(0);
    answer.int16(error);
  },
};

export const leaveGroup: Api = {
  key: 13,
  versions: [0, 1],
  run({ broker, version, body, answer }) {
    const error = broker.groups.leave(body.string(), body.string());
    if (version >= 1) answer.int32(0);
    answer.int16(error);
  },
};
