import type { Broker } from '#shared/flow/flow.ts';
import type { BrokerQuestion } from '../askBroker.ts';
import { askKafka } from './kafka.ts';
import { askMqtt } from './mqtt.ts';
import { askNats } from './nats.ts';
import { askRabbit } from './rmq.ts';
import { askRedis } from './redis.ts';

/** How each kind of broker is asked whether it is there; the closed list. */
export const brokerQuestions = {
  redis: askRedis,
  nats: askNats,
  kafka: askKafka,
  mqtt: askMqtt,
  rmq: askRabbit,
} satisfies Record<Broker['transport'], BrokerQuestion>;
