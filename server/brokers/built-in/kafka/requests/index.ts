import type { Api } from './api.ts';
import { apiVersions } from './apiVersions.ts';
import { fetch } from './fetch.ts';
import { findCoordinator } from './findCoordinator.ts';
import { describeGroups, listGroups } from './groupLists.ts';
import { listOffsets } from './listOffsets.ts';
import { heartbeat, joinGroup, leaveGroup, syncGroup } from './membership.ts';
import { metadata } from './metadata.ts';
import { offsetCommit, offsetFetch } from './offsets.ts';
import { produce } from './produce.ts';
import { createPartitions, createTopics, deleteTopics } from './topics.ts';

/** Every request that is understood; the closed list, in the order of their numbers. */
export const apis: readonly Api[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  apiVersions(() => apis),
  createTopics,
  deleteTopics,
  createPartitions,
];
