import assert from "node:assert/strict";
import { dot } from "../../lib/numbers/dot.ts";
import { dotEach } from "../../lib/numbers/dot_each.ts";
import { rowSpace } from "../../lib/numbers/row_space.ts";
import { normal, PURPOSE, stream } from "../../lib/random.ts";

const draw = (counter: number, count: number) =>
  Float64Array.from(normal([3, stream(PURPOSE.resampling, counter)], count));

Deno.test("rowSpace() keeps inner products among training samples and with others, also of samples that are alike", () => {
  const columns = 30, values = draw(0, 9 * columns), others = draw(1, 4 * columns);
  values.copyWithin(3 * columns, 0, columns); // a twin
  for (let j = 0; j < columns; j++) values[5 * columns + j] = values[j]! - 2 * values[columns + j]!;
  const { train, test } = rowSpace({ rows: 9, columns, values }, {
    rows: 4,
    columns,
    values: others,
  });
  assert.equal(train.columns, 9);
  const row = (all: ArrayLike<number>, width: number, i: number) =>
    Float64Array.from({ length: width }, (_, j) => all[i * width + j]!);
  for (let i = 0; i < 9; i++) {
    for (let j = 0; j < 9; j++) {
      const expected = dot(row(values, columns, i), row(values, columns, j));
      assert.ok(Math.abs(dot(row(train.values, 9, i), row(train.values, 9, j)) - expected) < 1e-8);
    }
    for (let j = 0; j < 4; j++) {
      const expected = dot(row(values, columns, i), row(others, columns, j));
      assert.ok(Math.abs(dot(row(train.values, 9, i), row(test.values, 9, j)) - expected) < 1e-8);
    }
  }
});

Deno.test("dotEach() gives what dot() gives, to the last bit", () => {
  const vector = draw(2, 37), others = Array.from({ length: 7 }, (_, i) => draw(3 + i, 37));
  assert.deepEqual([...dotEach(vector, others)], others.map((other) => dot(vector, other)));
  assert.deepEqual(
    [...dotEach(vector, others, 5)],
    others.slice(0, 5).map((other) => dot(vector, other)),
  );
});
