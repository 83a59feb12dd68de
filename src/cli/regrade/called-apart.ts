import { resolve, sep } from "node:path";

/**
 * What each path is called in messages, by where it lies on the disk: its last part, with as many folders before it as
 * tell it from the others. A path that is given twice is there once.
 */
export function calledApart(paths: readonly string[]): ReadonlyMap<string, string> {
  const places = [...new Set(paths.map((path) => resolve(path)))];
  const called = (place: string, length: number): string => place.split(sep).slice(-length).join("/");
  return new Map(
    places.map((place) => {
      const others = places.filter((each) => each !== place);
      const longest = place.split(sep).length;
      let length = 1;
      while (length < longest && others.some((each) => called(each, length) === called(place, length)))
        length += 1;
      return [place, called(place, length)];
    }),
  );
}
