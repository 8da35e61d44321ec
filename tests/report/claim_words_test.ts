import { strict as assert } from "node:assert";
import { claimAmount, claimInterval, plainWords } from "../../lib/report/_claim_words.ts";

Deno.test("claimAmount() tells differences in points, shares in per cent and ranks as they are", () => {
  assert.equal(claimAmount(0.2302, { claim: 1, threshold: 0 }), "23 points");
  assert.equal(claimAmount(-0.0277, { claim: 5, threshold: 0 }), "−2.77 points");
  assert.equal(claimAmount(0.75, { claim: 2, threshold: 0.5 }), "75 %");
  assert.equal(claimAmount(0.25, { claim: 2, threshold: 0 }), "25 points"); // one model's lead
  assert.equal(claimAmount(1.0499, { claim: 3, threshold: 0 }, 2), "1 rank");
  assert.equal(claimAmount(null, { claim: 3, threshold: 0 }), "–");
  assert.equal(claimAmount(-0.01, { claim: 5, threshold: 0 }), "−1 point");
  assert.equal(claimInterval(0.129, 0.331, { claim: 1, threshold: 0 }), "12.9 to 33.1");
  assert.equal(claimInterval(0.129, 0.331, { claim: 3, threshold: 0 }), "0.129 to 0.331");
});

Deno.test("plainWords() names columns, models and optimizers as figures do, and leaves other words alone", () => {
  assert.equal(
    plainWords("learning_rate 1e-4, rmsprop behind sgd; adam in 3 of 4, without info-vae"),
    "learning rate 1e-4, RMSprop behind SGD; Adam in 3 of 4, without Info-VAE",
  );
  assert.equal(plainWords("-0.2 (-0.5 to 1e-4)"), "−0.2 (−0.5 to 1e-4)");
});
