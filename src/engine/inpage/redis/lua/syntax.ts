export type Expression =
  | { readonly kind: "constant"; readonly value: undefined | boolean | number | string }
  | { readonly kind: "varargs" }
  | { readonly kind: "name"; readonly name: string; readonly line: number }
  | { readonly kind: "index"; readonly object: Expression; readonly key: Expression; readonly line: number }
  | {
      readonly kind: "call";
      readonly callee: Expression;
      /** `object:method(…)`. */
      readonly method?: string;
      readonly args: readonly Expression[];
      readonly line: number;
    }
  | {
      readonly kind: "function";
      readonly parameters: readonly string[];
      readonly takesRest: boolean;
      readonly body: Block;
    }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression; readonly line: number }
  /** One value of what may be several. */
  | { readonly kind: "single"; readonly inner: Expression }
  | { readonly kind: "table"; readonly items: readonly TableItem[] };

export type TableItem =
  | { readonly key: Expression; readonly value: Expression }
  | { readonly key?: undefined; readonly value: Expression };

export type Statement =
  | { readonly kind: "local"; readonly names: readonly string[]; readonly values: readonly Expression[] }
  | { readonly kind: "local-function"; readonly name: string; readonly value: Expression }
  | {
      readonly kind: "assign";
      readonly targets: readonly Expression[];
      readonly values: readonly Expression[];
      readonly line: number;
    }
  | { readonly kind: "call"; readonly call: Expression }
  | { readonly kind: "do"; readonly body: Block }
  | { readonly kind: "while"; readonly condition: Expression; readonly body: Block }
  | { readonly kind: "repeat"; readonly body: Block; readonly until: Expression }
  | {
      readonly kind: "if";
      readonly arms: readonly { readonly condition: Expression; readonly body: Block }[];
      readonly otherwise?: Block;
    }
  | {
      readonly kind: "count";
      readonly name: string;
      readonly from: Expression;
      readonly to: Expression;
      readonly step?: Expression;
      readonly body: Block;
      readonly line: number;
    }
  | {
      readonly kind: "each";
      readonly names: readonly string[];
      readonly values: readonly Expression[];
      readonly body: Block;
      readonly line: number;
    }
  | { readonly kind: "return"; readonly values: readonly Expression[] }
  | { readonly kind: "break" };

export type Block = readonly Statement[];
