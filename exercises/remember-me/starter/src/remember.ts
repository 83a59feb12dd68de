import type { Request, Response } from "express";

/** Remembers this browser: a line in the table, and the cookie `remember`. */
export function remember(_res: Response, _userId: number): void {}

/** Signs the browser in that its cookie `remember` tells of, if it is right to. */
export function comeBack(_req: Request, _res: Response): void {}

/** Forgets this browser: the line and the cookie. */
export function forget(_req: Request, _res: Response): void {}
