/** In place of node:dns for the drivers of Redis, which look names of a Cluster up. */
type Callback = (error: Error) => void;

function refuse(args: readonly unknown[]): void {
  const callback = args.at(-1) as Callback;
  callback(new Error("This machine knows only its own ports: connect to Redis at localhost."));
}

export const lookup = (...args: readonly unknown[]): void => refuse(args);
export const resolveSrv = (...args: readonly unknown[]): void => refuse(args);
