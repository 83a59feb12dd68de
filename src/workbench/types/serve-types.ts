import type { LibraryFiles } from "./library-pack.ts";
import type { FromTypesWorker, ToTypesWorker } from "./type-messages.ts";
import { TypeService } from "./type-service.ts";

/**
 * Answers for the worker: give each message to the function returned. What comes before the libraries are there waits.
 */
export function serveTypes(
  loadLibrary: () => Promise<LibraryFiles>,
  post: (message: FromTypesWorker) => void,
): (message: ToTypesWorker) => void {
  const early: ToTypesWorker[] = [];
  let service: TypeService | undefined;
  loadLibrary().then(
    (library) => {
      service = new TypeService(library);
      post({ kind: "ready" });
      for (const message of early.splice(0)) obey(service, message, post);
    },
    (error: unknown) => post({ kind: "unavailable", message: messageOf(error) }),
  );
  return (message) => {
    if (service === undefined) early.push(message);
    else obey(service, message, post);
  };
}

function obey(service: TypeService, message: ToTypesWorker, post: (message: FromTypesWorker) => void): void {
  if (message.kind === "close") {
    service.close(message.project);
    return;
  }
  const project = service.project(message.project);
  if (message.kind === "change") {
    project.change(message.changes);
    return;
  }
  const { id, verb } = message;
  try {
    const answerTo = project[verb] as (...given: readonly unknown[]) => unknown;
    post({ kind: "answer", id, answer: answerTo.apply(project, [...message.arguments]) });
  } catch (error) {
    post({ kind: "failed", id, message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
