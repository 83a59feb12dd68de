import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

/** A remembered browser. What else stands in the line is yours to choose. */
export interface Device {
  /** Unique. */
  selector: string;
  userId: number;
  [field: string]: string | number;
}

const FOLDER = "data";
const FILE = `${FOLDER}/devices.json`;

export function findDevice(selector: string): Device | undefined {
  return load().find((device) => device.selector === selector);
}

/** Adds the line, or puts it in the place of the one with its selector. */
export function putDevice(device: Device): void {
  store([...load().filter(({ selector }) => selector !== device.selector), device]);
}

/** Absent is fine. */
export function removeDevice(selector: string): void {
  store(load().filter((device) => device.selector !== selector));
}

/** All lines of one user. */
export function removeDevicesOf(userId: number): void {
  store(load().filter((device) => device.userId !== userId));
}

/** The table as it lies on the disk. */
export function wholeTable(): string {
  return existsSync(FILE) ? readFileSync(FILE, "utf8") : "[]";
}

function load(): Device[] {
  return JSON.parse(wholeTable());
}

function store(devices: readonly Device[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify(devices, null, 2));
}
