export interface User {
  id: number;
  name: string;
  email: string;
  /** Made with Auth.hashPassword, at a low cost so that the tests are quick. */
  passwordHash: string;
}

const users: readonly User[] = [
  {
    id: 1,
    name: "Alice",
    email: "alice@shop.test", // correct horse
    passwordHash: "$scrypt$ln=10,r=8,p=1$MqE4zHiVH+iG86xHVv8YSQ$EJzhoYwsnI7Jxz54OyfVtaplIhq33C/a0pV57FJxLZ8",
  },
  {
    id: 2,
    name: "Bob",
    email: "bob@shop.test", // battery staple
    passwordHash: "$scrypt$ln=10,r=8,p=1$tsihYeWwHsMq8nxEUtHBdw$sKClr5Y86W9yT/ANND0caJT2Q1KzWZEmsvtaDa9FoKs",
  },
  {
    id: 3,
    name: "Carol",
    email: "carol@shop.test", // paper lantern
    passwordHash: "$scrypt$ln=10,r=8,p=1$cTbLJsouFSS8YDVYe3VpNA$hX6so28hLG2zpSwPOp+0SdmPhFQn2SMUyHi6M2LWzvc",
  },
];

export function userByEmail(email: string): User | undefined {
  return users.find((user) => user.email === email);
}

export function userById(id: unknown): User | undefined {
  return users.find((user) => user.id === id);
}
