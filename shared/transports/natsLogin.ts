/** How a client says who it is to a NATS. A user without a password is a token: `nats://token@host`. */
export interface NatsLogin {
  user?: string;
  pass?: string;
  token?: string;
}

export function natsLogin({ username, password }: NatsAccount): NatsLogin {
  if (username === undefined) return {};
  return password === undefined ? { token: username } : { user: username, pass: password };
}

interface NatsAccount {
  username?: string | undefined;
  password?: string | undefined;
}
