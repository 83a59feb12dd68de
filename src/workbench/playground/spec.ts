import {
  type HostSpec,
  type ProcessSpec,
  programFiles,
  type Setup,
  type SetupSpec,
} from "../../course/setup.ts";
import { checkedSetup } from "../../course/setup-faults.ts";

/** What a lesson says about one inline playground. Everything but `id` and `files` has a default. */
export interface PlaygroundSpec {
  /** Permanent and unique in the course: the learner's edits are kept by it. */
  readonly id: string;
  /** Names the group for a screen reader. Default "Playground". */
  readonly title?: string;
  /** Path to text. The first one is in front, unless `open` says otherwise. */
  readonly files: Readonly<Record<string, string>>;
  /** The program that Run starts. Default "server.ts". */
  readonly entry?: string;
  /** Default 7148. */
  readonly port?: number;
  /** What Run starts, when it is more than `entry`. Default: that one. */
  readonly processes?: readonly ProcessSpec[] | undefined;
  /** Hosts of the virtual web in front of them. Default: none but localhost. */
  readonly hosts?: readonly HostSpec[] | undefined;
  /** The address that the browser opens after Run. Default "/". */
  readonly startPath?: string;
  /** Files shown as tabs, first one in front. Default: all. */
  readonly open?: readonly string[];
  /** Files that are read but not edited. Default: none. */
  readonly readonly?: readonly string[];
  /** Offered as buttons in the request line. Default: none. */
  readonly requests?: readonly PlaygroundRequest[];
  /** The browsers that live in it, by name, each with a jar of its own. Default: Alice alone. */
  readonly agents?: readonly string[];
  /** What stands under the editor: a page, or a line to send requests with. Default "browser". */
  readonly view?: "browser" | "requests";
  /** Shows buttons that move the clock. Default false. */
  readonly clock?: boolean;
  /** Offers a terminal on its machine, beside the console. Default false. */
  readonly terminal?: boolean;
}

/** A request made ready. `json` and `form` exclude each other. */
export interface PlaygroundRequest {
  /** The button's text. Default: method and path. */
  readonly label?: string;
  /** Default "GET"; "POST" when there is a body. */
  readonly method?: string;
  /** Path and query, starting with `/`, of the first host; or a whole address. */
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Sent besides, and in place of the browser's own of that name: a Cookie made by hand. Default: none. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** {@link PlaygroundSpec} with the defaults filled in. */
export interface CompletePlaygroundSpec extends Required<PlaygroundSpec> {
  readonly requests: readonly CompletePlaygroundRequest[];
  readonly setup: Setup;
}

export interface CompletePlaygroundRequest {
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly contentType: "application/json" | "application/x-www-form-urlencoded" | undefined;
  readonly body: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Fills in the defaults. Throws a `TypeError` that names the playground when the spec contradicts itself. */
export function completePlaygroundSpec(spec: PlaygroundSpec): CompletePlaygroundSpec {
  const paths = Object.keys(spec.files);
  const {
    title = "Playground",
    entry = "server.ts",
    port = 7148,
    startPath = "/",
    open = paths,
    readonly = [],
    requests = [],
    agents = ["Alice"],
    view = "browser",
    clock = false,
    terminal = false,
    processes,
    hosts,
  } = spec;
  const setup = setupOf(spec, { entry, port, processes, hosts, browsers: agents });
  for (const path of [...programFiles(setup), ...open, ...readonly]) {
    if (!paths.includes(path)) {
      throw new TypeError(
        `Playground "${spec.id}" names the file ${path}, but its files are: ${paths.join(", ")}.`,
      );
    }
  }
  if (open.length === 0)
    throw new TypeError(`Playground "${spec.id}" opens no file: leave out "open" or name one.`);
  return {
    id: spec.id,
    files: spec.files,
    title,
    entry,
    port,
    startPath,
    open,
    readonly,
    agents,
    view,
    clock,
    terminal,
    processes,
    hosts,
    setup,
    requests: requests.map((request) => completeRequest(spec.id, request)),
  };
}

function setupOf({ id }: PlaygroundSpec, spec: SetupSpec): Setup {
  try {
    return checkedSetup(spec);
  } catch (error) {
    throw new TypeError(`Playground "${id}": ${error instanceof Error ? error.message : error}`);
  }
}

/** Fills in the defaults. Throws a `TypeError` that names the playground when the request contradicts itself. */
export function completeRequest(id: string, request: PlaygroundRequest): CompletePlaygroundRequest {
  if (!/^(https?:\/\/[^/]+)?\//.test(request.path)) {
    throw new TypeError(
      `Playground "${id}": the request path ${request.path} must start with "/", or be a whole address.`,
    );
  }
  if (request.json !== undefined && request.form !== undefined) {
    throw new TypeError(`Playground "${id}": the request ${request.path} has both "json" and "form".`);
  }
  const hasBody = request.json !== undefined || request.form !== undefined;
  const method = request.method ?? (hasBody ? "POST" : "GET");
  const contentType =
    request.json !== undefined
      ? "application/json"
      : request.form !== undefined
        ? "application/x-www-form-urlencoded"
        : undefined;
  const body =
    request.json !== undefined
      ? JSON.stringify(request.json)
      : request.form !== undefined
        ? new URLSearchParams(request.form).toString()
        : "";
  return {
    label: request.label ?? `${method} ${request.path}`,
    method,
    path: request.path,
    contentType,
    body,
    headers: request.headers ?? [],
  };
}
