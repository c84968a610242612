export type QoS = 0 | 1 | 2;

/** What is published. */
export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: QoS;
  /** To be kept for whoever subscribes later; on its way to a subscriber: it was kept. */
  readonly retain: boolean;
}

export const weakest = (one: QoS, other: QoS): QoS => (one < other ? one : other);

/** About what it takes to keep one. */
export const cost = ({ topic, payload }: Message): number => topic.length + payload.length + 64;
