import type { CommandName } from '#shared/protocol.ts';

/**
 * What it takes to give a command. Through the read-only link only those that begin with "look" can be given.
 *
 *   nothing    names no session
 *   look       the session lives; either link will do
 *   lookSaved  either link will do; the flow need not live
 *   edit       the session lives; the edit link
 *   editSaved  the edit link; the flow need not live
 *   bin        the edit link, also of a flow that was deleted
 */
export type Need = 'nothing' | 'look' | 'lookSaved' | 'edit' | 'editSaved' | 'bin';

export const commandNeeds = {
  openSession: 'nothing',
  readSession: 'look',
  closeSession: 'editSaved',
  edit: 'edit',
  replaceFlow: 'edit',
  send: 'edit',
  drive: 'edit',
  actOnDriver: 'edit',
  tryExpression: 'edit',
  readTrace: 'look',
  readEvents: 'look',
  readPayload: 'look',
  readBytes: 'look',
  readMetrics: 'look',
  putFault: 'edit',
  removeFault: 'edit',
  removeFaults: 'edit',
  readMonkey: 'look',
  startMonkey: 'edit',
  endMonkey: 'edit',
  listHeld: 'look',
  readHeld: 'look',
  actOnHeld: 'edit',
  actOnAllHeld: 'edit',
  listDeadLetters: 'look',
  sendDeadLetter: 'edit',
  dropDeadLetter: 'edit',
  dropDeadLetters: 'edit',
  actOnService: 'edit',
  actOnBroker: 'edit',
  readBroker: 'look',
  startRecording: 'edit',
  stopRecording: 'edit',
  readRecording: 'look',
  actOnRegistry: 'edit',
  readRegistry: 'look',
  listExamples: 'nothing',
  copySession: 'lookSaved',
  reopenSession: 'bin',
  listFlows: 'nothing',
  readHistory: 'editSaved',
  readVersion: 'editSaved',
  restoreVersion: 'edit',
  readLinks: 'editSaved',
  renewLink: 'editSaved',
  revokeLink: 'editSaved',
} as const satisfies Record<CommandName, Need>;

/** Commands whose session must live. */
export const needsLife = (need: Need): boolean => need === 'look' || need === 'edit';

/** Commands that the read-only link may give. */
export const mayLook = (need: Need): boolean => need === 'look' || need === 'lookSaved' || need === 'nothing';
