// Scripts for the comparison with a real nats-server: ` ; ` is a line's end, `2: ` is the second client.

const quiet = 'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}';

export const natsScripts: Readonly<Record<string, readonly string[]>> = {
  'what a client is told that has not said who it is': [
    'SUB a 1 ; PUB a 2 ; hi',
    'PUB a 0 ; ',
    'UNSUB 1 ; UNSUB 9 ; PUB a 1 ; x',
    'INFO {} ; +OK ; PONG',
    'sub a 1 ; Pub a 1 ; x',
  ],
  'CONNECT and its options': [
    'CONNECT {"verbose":true} ; SUB a 1',
    'CONNECT {"verbose":false} ; SUB b 2',
    'CONNECT {"echo":false} ; PUB a 1 ; x',
    'CONNECT {"echo":true} ; PUB a 1 ; x',
    'CONNECT {"pedantic":true} ; PUB a.* 1 ; x',
    'CONNECT {"pedantic":false,"unknown":[1]} ; PUB a.* 1 ; x',
  ],
  subjects: [
    quiet,
    'SUB a..b 1 ; SUB .a 1 ; SUB a. 1 ; SUB a.>.b 1',
    'SUB orders.*.paid 2 ; SUB orders.> 3',
    '2: CONNECT {"verbose":false} ; PUB orders.7.paid 1 ; x',
    '1: ',
    '2: PUB orders 1 ; x',
    '1: ',
    'UNSUB 3 ; UNSUB 2 ; SUB > 4 ; PUB any.thing 1 ; x',
    'UNSUB 4 ; SUB a*b 5 ; PUB a*b 1 ; x ; PUB axb 1 ; y',
  ],
  'the same id twice, and subscriptions that end by themselves': [
    quiet,
    'SUB a 1 ; SUB a 1 ; PUB a 1 ; x',
    'UNSUB 1 3 ; PUB a 1 ; y ; PUB a 1 ; z ; PUB a 1 ; !',
    'SUB b 2 ; PUB b 1 ; x ; UNSUB 2 1 ; PUB b 1 ; y',
    'SUB c 3 ; UNSUB 3 x ; PUB c 1 ; y',
  ],
  'replies and headers': [
    quiet,
    'SUB a 1 ; PUB a answer.here 2 ; hi',
    'HPUB a 18 20 ; NATS/1.0 ; k: v ;  ; hi',
    'HPUB a answer.here 12 12 ; NATS/1.0 ;  ; ',
    '2: CONNECT {"verbose":false} ; SUB a 9',
    '1: HPUB a 18 20 ; NATS/1.0 ; k: v ;  ; hi',
    '2: ',
  ],
  'nobody there': [
    quiet,
    'SUB inbox.* 1 ; PUB nobody inbox.7 1 ; x',
    'PUB nobody 1 ; x',
    'CONNECT {"no_responders":false} ; PUB nobody inbox.8 1 ; x',
    '2: CONNECT {"verbose":false,"headers":true,"no_responders":true} ; SUB q workers 3 ; PUB q inbox.9 1 ; x',
    'PUB q inbox.9 1 ; x',
    '2: ',
  ],
};

/** After each the broker closes by itself. */
export const natsMalformed: readonly string[] = [
  'nope\r\n',
  '\r\n',
  '\x16\x03\x01',
  'GET / HTTP/1.1\r\n',
  'PUB\r\n',
  'PUB a\r\n',
  'PUB a x\r\n',
  'PUB a -1\r\n\r\n',
  'PUB a 99999999999\r\n',
  'PUB a 1048577\r\n',
  'PUB a 2\r\nhixx',
  'SUB a\r\n',
  'SUB a b c d\r\n',
  'UNSUB\r\n',
  `SUB ${'x'.repeat(5000)}`,
  'CONNECT\r\n',
  'CONNECT {bad\r\n',
  'CONNECT []\r\n',
  'CONNECT {"verbose":1}\r\n',
  'CONNECT {"no_responders":true}\r\n',
  'HPUB a 12 12\r\nNATS/1.0\r\n\r\n\r\n',
  'CONNECT {"headers":true}\r\nHPUB a 15 14\r\nNATS/1.0\r\n\r\nhi\r\n',
  'CONNECT {"headers":true}\r\nHPUB a 14\r\nNATS/1.0\r\n\r\nhi\r\n',
];
