// Scripts for the comparison with a real mosquitto: ` ; ` ends a packet, `2: ` is the second client.

export const mqttScripts: Readonly<Record<string, readonly string[]>> = {
  'who receives': [
    'connect a clean ; sub 1 orders/+/paid 0 orders/# 0 stock 0',
    '2: connect b clean ; pub orders/7/paid x ; pub orders y ; pub stock z ; pub none n',
    '1: ',
    'unsub 2 orders/# ; pub orders q ; pub orders/7/paid w',
    'unsub 3 orders/+/paid stock never ; pub stock q',
    'sub 4 # 0 +/state 0 ; pub $own/state x ; pub own/state y',
  ],
  'subscribing and unsubscribing in one breath': [
    'connect a clean ; sub 1 a/reply 0 ; unsub 2 a/reply ; sub 3 a/reply 0 ; pub a/reply 1',
    'unsub 4 a/reply ; sub 5 a/reply 0 ; unsub 6 a/reply ; pub a/reply 2',
    'sub 7 a/reply 0 ; unsub 8 a/reply ; unsub 9 a/reply ; sub 10 a/reply 1 ; pub a/reply 3 1 7',
  ],
  'QoS is the weaker of both': [
    'connect a clean ; sub 1 zero 0 one 1 two 2',
    '2: connect b clean ; pub zero a 2 1 ; pubrel 1 ; pub one b 2 2 ; pubrel 2 ; pub two c 2 3 ; pubrel 3',
    '1: ',
    'puback 1 ; pubrec 2 ; pubcomp 2',
    '2: pub zero d 1 4 ; pub one e 0 ; pub two f 1 5',
    '1: puback 3',
    'sub 2 two 0 ; pub two g 2 9 ; pubrel 9',
  ],
  'QoS 2 once, whatever is said twice': [
    'connect a clean ; sub 1 t 0',
    'pub t x 2 7 ; pub t x 2 7',
    'pubrel 7 ; pubrel 7',
    'pub t y 2 7 ; pubrel 7',
    'pubrec 99 ; pubcomp 99 ; puback 99',
  ],
  'retained messages': [
    'connect a clean ; pub r/1 old 0 0 retain ; pub r/1 new 0 0 retain ; pub r/2 two 1 3 retain ; pub r/3 gone 0 0 retain ; pub r/3 - 0 0 retain',
    'sub 1 r/1 0 ; sub 2 r/2 1',
    'puback 1 ; sub 3 r/3 0 ; sub 4 r/1 0',
    '2: connect b clean ; pub r/1 live 0 0 retain',
    '1: ',
    'pub r/1 - 0 0 retain ; pub r/2 - 0 0 retain',
  ],
  'a session that outlives its connection': [
    'connect a clean',
    '2: connect keeps keep ; sub 1 t 1 u 0 ; disconnect',
    '1: pub t one 1 1 ; pub t zero ; pub u one 1 2',
    '2: connect keeps keep',
    'disconnect',
    '1: pub t three 1 3',
    '2: connect keeps keep',
    'puback 1 ; puback 2 ; puback 3 ; disconnect',
    '2: connect keeps clean ; disconnect',
    '1: pub t four 1 4',
    '2: connect keeps keep ; disconnect',
  ],
  'a last will': [
    'connect a clean ; sub 1 gone 1',
    '2: connect b clean will gone bye 1',
    '1: ',
    '2: disconnect',
    '1: ',
  ],
  'a share of messages': [
    'connect a clean ; sub 1 $share/g/t 0',
    '2: connect b clean ; sub 1 $share/g/t 0 ; sub 2 $share/h/t 0',
    '1: pub t 1 ; pub t 2 ; pub t 3 ; pub t 4',
    '2: ',
    'unsub 3 $share/g/t',
    '1: pub t 5 ; pub t 6',
    '2: ',
    'disconnect',
    '1: pub t 7 ; pub t 8',
  ],
  'a share of a wildcard': [
    'connect a clean ; sub 1 $share/g/a/+ 1 ; pub a/1 x 1 1',
    'puback 1 ; pub a/2 y',
    'unsub 2 a/+ ; pub a/3 z',
    'unsub 3 $share/g/a/+ ; pub a/3 z',
  ],
};

/** Packets after which the broker closes by itself. */
export const mqttMalformed: readonly (readonly [string, string])[] = [
  ['no MQTT at all', 'GET / HTTP/1.1\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01'],
  ['a publish before CONNECT', '\x30\x04\x00\x01ab'],
  ['a length that does not end', '\x10\xff\xff\xff\xff\xff\x01'],
  ['another protocol', '\x10\x10\x00\x04MQXX\x04\x02\x00\x00\x00\x04abcd'],
  ['a CONNECT that is too short', '\x10\x06\x00\x04MQTT'],
  ['a CONNECT with a forbidden flag', '\x10\x10\x00\x04MQTT\x04\x03\x00\x00\x00\x04abcd'],
];

const connect = '\x10\x10\x00\x04MQTT\x04\x02\x00\x00\x00\x04abcd';

/** As above, after a good CONNECT. */
export const mqttMalformedLater: readonly (readonly [string, string])[] = [
  ['a second CONNECT', connect],
  ['a packet of type 0', '\x00\x00'],
  ['a CONNACK', '\x20\x02\x00\x00'],
  ['QoS 3', '\x36\x06\x00\x01a\x00\x01x'],
  ['a topic with a wildcard', '\x30\x04\x00\x02a#'],
  ['a topic with a zero', '\x30\x05\x00\x02a\x00x'],
  ['a topic longer than its packet', '\x30\x04\x00\x09ab'],
  ['SUBSCRIBE without filters', '\x82\x02\x00\x01'],
  ['SUBSCRIBE with wrong flags', '\x80\x06\x00\x01\x00\x01a\x00'],
  ['SUBSCRIBE with QoS 3', '\x82\x06\x00\x01\x00\x01a\x03'],
  ['SUBSCRIBE to an empty filter', '\x82\x05\x00\x01\x00\x00\x00'],
  ['SUBSCRIBE to a # in the middle', '\x82\x08\x00\x01\x00\x03#/a\x00'],
  ['SUBSCRIBE without its QoS', '\x82\x05\x00\x01\x00\x01a'],
  ['UNSUBSCRIBE without filters', '\xa2\x02\x00\x01'],
  ['a packet of 200 MiB', '\x30\x80\x80\x80\x64\x00\x01a'],
].map(([title = '', bytes = '']) => [title, connect + bytes] as const);
