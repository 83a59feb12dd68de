import type { Clock } from "../../../web/clock.ts";
import { concatBytes } from "../../../web/concat-bytes.ts";
import type { Exchange } from "../../../web/exchange.ts";
import { headerValue } from "../../../web/http.ts";
import type { LiveExchange } from "../../../web/live-exchange.ts";
import type { Network } from "../../../web/network.ts";
import { bytesOfText } from "../byte-text.ts";
import type { CommandFiles } from "../command-files.ts";
import { expandAddress } from "./address-globs.ts";
import { readAddress, remoteName } from "./curl-address.ts";
import type { CurlCommand, CurlTarget } from "./curl-command.ts";
import { CurlCookies } from "./curl-cookies.ts";
import { CurlFailure, CurlUsageError } from "./curl-failure.ts";
import { curlHelp, curlVersion } from "./curl-help.ts";
import { portOf } from "./curl-report.ts";
import { CurlTransfer } from "./curl-transfer.ts";
import { parseArguments } from "./parse-arguments.ts";
import { planRequest, type RequestPlan } from "./request-plan.ts";
import { type TransferFacts, writeOut } from "./write-out.ts";

export interface CurlSurroundings {
  readonly network: Network;
  readonly clock: Clock;
  readonly onExchange: (exchange: Exchange) => void;
  readonly files: CommandFiles;
  /** What was piped in. */
  readonly stdin: Uint8Array;
  /** Called as it comes. */
  readonly stdout: (bytes: Uint8Array) => void;
  /** Whole lines. */
  readonly stderr: (text: string) => void;
  /** What to do about a failure, in words of our own. */
  readonly hint: (text: string) => void;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

const WRITE_FAILED = 23;
const HTTP_ERROR = 22;
const utf8 = new TextEncoder();

/** Runs curl; gives its exit code. Rejects only when `signal` stopped it. */
export async function runCurl(args: readonly string[], surroundings: CurlSurroundings): Promise<number> {
  const { stderr, stdout } = surroundings;
  let command: CurlCommand;
  try {
    command = parseArguments(args);
  } catch (error) {
    if (!(error instanceof CurlUsageError)) throw error;
    if (error.warning !== undefined) stderr(`Warning: ${error.warning}\n`);
    stderr(`curl: ${error.message}\ncurl: try 'curl --help' for more information\n`);
    return error.exitCode;
  }
  if (command.show !== undefined) {
    stdout(utf8.encode(command.show === "help" ? curlHelp() : curlVersion()));
    return 0;
  }
  return new CurlRun(command, surroundings).run();
}

/** One command line on its way. */
class CurlRun {
  readonly #command: CurlCommand;
  readonly #surroundings: CurlSurroundings;
  readonly #headFile: Uint8Array[] = [];
  #urlNumber = 0;

  constructor(command: CurlCommand, surroundings: CurlSurroundings) {
    this.#command = command;
    this.#surroundings = surroundings;
  }

  async run(): Promise<number> {
    const command = this.#command;
    const { files, stdin, clock } = this.#surroundings;
    this.#noteMethod();
    let exitCode = 0;
    try {
      const cookies = await CurlCookies.open(command, clock, files, (path) =>
        this.#verbose(`* WARNING: failed to open cookie file "${path}"`),
      );
      const warn = (message: string) => this.#warn(message);
      const plan = await planRequest(command, { files, stdin, warn });
      for (const target of command.targets) {
        const addresses = command.globbing ? expandAddress(target.address) : [target.address];
        for (const address of addresses) {
          exitCode = await this.#transfer({ ...target, address }, plan, cookies);
        }
      }
      await this.#writeCookies(cookies);
    } catch (error) {
      exitCode = this.#explain(error);
    }
    return (await this.#writeHeads()) ?? exitCode;
  }

  async #transfer(target: CurlTarget, plan: RequestPlan, cookies: CurlCookies): Promise<number> {
    const { network, clock, onExchange, signal } = this.#surroundings;
    const command = this.#command;
    let transfer: CurlTransfer | undefined;
    let outputFile: string | undefined;
    let received = 0;
    let failure: CurlFailure | undefined;
    const page: Uint8Array[] = [];
    const print = (bytes: Uint8Array) => {
      if (outputFile === undefined) this.#surroundings.stdout(bytes);
      else page.push(bytes);
    };
    try {
      const { url, user } = readAddress(target.address, plan.query);
      outputFile = this.#outputOf(target, url);
      transfer = new CurlTransfer(url, user, {
        ...{ command, plan, cookies, network, clock, onExchange, signal },
        verbose: (line) => this.#verbose(line),
        onHead: (bytes) => {
          if (command.include || command.head) print(bytes);
          if (command.dumpHeader !== undefined) this.#headFile.push(bytes);
        },
      });
      const live = await transfer.run();
      const { status } = live.response;
      const refused = command.fail !== "no" && status >= 400;
      if (refused && command.fail === "without body") await live.abandon();
      else {
        for await (const chunk of this.#bodyOf(live)) {
          received += chunk.length;
          print(chunk);
        }
      }
      if (refused) throw new CurlFailure(HTTP_ERROR, `The requested URL returned error: ${status}`);
      this.#verbose(`* Connection #0 to host ${transfer.numbers.url.hostname} left intact`);
    } catch (error) {
      const named =
        transfer === undefined || error instanceof CurlFailure ? error : transfer.failure(error, received);
      if (!(named instanceof CurlFailure)) throw named;
      failure = named;
    } finally {
      transfer?.end();
    }
    if (outputFile !== undefined && (failure === undefined || page.length > 0)) {
      failure ??= await this.#save(outputFile, concatBytes(page));
    }
    if (failure !== undefined) this.#explain(failure);
    this.#writeOut(target.address, transfer, received, failure, outputFile);
    return failure?.exitCode ?? 0;
  }

  #bodyOf(live: LiveExchange): AsyncIterable<Uint8Array> {
    const encoding = headerValue(live.response.headers, "content-encoding")?.toLowerCase();
    const body = live.stream();
    if (!this.#command.compressed || (encoding !== "gzip" && encoding !== "deflate")) return chunksOf(body);
    return chunksOf(body.pipeThrough<Uint8Array>(new DecompressionStream(encoding) as Unpacking));
  }

  #outputOf({ output }: CurlTarget, url: URL): string | undefined {
    if (output === undefined) return undefined;
    const name = output === "remote name" ? remoteName(url) : output.file;
    if (name === "-") return undefined;
    const { outputFolder } = this.#command;
    return outputFolder === undefined ? name : `${outputFolder}/${name}`;
  }

  async #save(path: string, bytes: Uint8Array): Promise<CurlFailure | undefined> {
    if (await this.#write(path, bytes)) return undefined;
    this.#warn(`Failed to open the file ${path}: No such file or directory`);
    return new CurlFailure(WRITE_FAILED, "Failure writing output to destination");
  }

  #write(path: string, bytes: Uint8Array): Promise<boolean> {
    return this.#surroundings.files.write(path, bytes, { makeFolders: this.#command.createFolders });
  }

  async #writeCookies(cookies: CurlCookies): Promise<void> {
    const file = cookies.toFile();
    if (file === undefined) return;
    const bytes = bytesOfText(file.text);
    if (file.path === "-") this.#surroundings.stdout(bytes);
    else if (!(await this.#surroundings.files.write(file.path, bytes))) {
      this.#verbose(`* WARNING: failed to save cookies in ${file.path}: No such file or directory`);
    }
  }

  async #writeHeads(): Promise<number | undefined> {
    const { dumpHeader } = this.#command;
    if (dumpHeader === undefined || this.#headFile.length === 0) return undefined;
    const bytes = concatBytes(this.#headFile);
    if (dumpHeader === "-") {
      this.#surroundings.stdout(bytes);
      return undefined;
    }
    const failure = await this.#save(dumpHeader, bytes);
    return failure === undefined ? undefined : this.#explain(failure);
  }

  #writeOut(
    address: string,
    transfer: CurlTransfer | undefined,
    downloadBytes: number,
    failure: CurlFailure | undefined,
    outputFile: string | undefined,
  ): void {
    const { writeOut: format } = this.#command;
    const urlNumber = this.#urlNumber++;
    if (format === undefined || transfer === undefined) return;
    const { url, ...numbers } = transfer.numbers;
    const facts: TransferFacts = {
      ...numbers,
      ...{ address, urlNumber, downloadBytes },
      url: url.href,
      port: numbers.status === 0 ? 0 : portOf(url),
      totalMs: transfer.elapsedMs,
      exitCode: failure?.exitCode ?? 0,
      errorMessage: failure?.message ?? "",
      outputFile: outputFile ?? "",
    };
    const text = writeOut(format, facts, (name) =>
      this.#surroundings.stderr(`curl: unknown --write-out variable: '${name}'\n`),
    );
    this.#surroundings.stdout(utf8.encode(text));
  }

  /** Says what went wrong, unless -s; gives the exit code. Throws on what is no failure of curl. */
  #explain(error: unknown): number {
    if (!(error instanceof CurlFailure)) throw error;
    const { silent, showError } = this.#command;
    if (!silent || showError) {
      this.#surroundings.stderr(`curl: (${error.exitCode}) ${error.message}\n`);
      if (error.hint !== undefined) this.#surroundings.hint(error.hint);
    }
    return error.exitCode;
  }

  #noteMethod(): void {
    const { method, head, data, get, form } = this.#command;
    const inferred = head ? "HEAD" : form.length > 0 || (data.length > 0 && !get) ? "POST" : "GET";
    if (method === inferred && this.#command.verbose) {
      this.#surroundings.stderr(
        `Note: Unnecessary use of -X or --request, ${inferred} is already inferred.\n`,
      );
    }
  }

  #verbose(line: string): void {
    if (this.#command.verbose) this.#surroundings.stderr(`${line}\n`);
  }

  #warn(message: string): void {
    if (!this.#command.silent) this.#surroundings.stderr(`Warning: ${message}\n`);
  }
}

/** The types of the two stream worlds (the page's and Node's) disagree on this one only in what may be written. */
type Unpacking = ReadableWritablePair<Uint8Array, Uint8Array>;

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
