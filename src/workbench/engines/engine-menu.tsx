import { useId } from "preact/hooks";
import * as words from "../../words/en/engines.ts";
import { Menu } from "../menu.tsx";
import type { EngineChoice } from "./engine-choice.ts";
import type { EngineOffer } from "./engine-offer.ts";
import type { EnginePreference } from "./engine-order.ts";

/** Which engine runs the program, and the choice of another with what each one is and why it cannot be had. */
export function EngineMenu({ engines }: { readonly engines: EngineChoice }) {
  return (
    <Menu label={words.engine(engines.runsNow.value)} class="engine-menu">
      {() => (
        <>
          <fieldset>
            <legend>{words.choose}</legend>
            <Option
              engines={engines}
              value="auto"
              name={words.automatically}
              about={words.aboutAutomatically}
              whyNot={undefined}
            />
            {engines.offers.map((offer: EngineOffer) => (
              <Option
                key={offer.kind}
                engines={engines}
                value={offer.kind}
                name={offer.place}
                about={offer.about}
                whyNot={engines.whyNot(offer)}
              />
            ))}
          </fieldset>
          <p class="engine-more">
            <a href="/engines/">{words.tryEngines}</a>
          </p>
        </>
      )}
    </Menu>
  );
}

interface OptionProps {
  readonly engines: EngineChoice;
  readonly value: EnginePreference;
  readonly name: string;
  readonly about: string;
  readonly whyNot: string | undefined;
}

function Option({ engines, value, name, about, whyNot }: OptionProps) {
  const id = useId();
  return (
    <div class="engine-option">
      <input
        type="radio"
        name="engine"
        id={id}
        aria-describedby={`${id}-about`}
        checked={engines.preference.value === value}
        onChange={() => engines.choose(value)}
      />
      <label for={id}>{name}</label>
      <p id={`${id}-about`}>
        {about}
        {whyNot !== undefined && <span class="why-not"> {whyNot}</span>}
      </p>
    </div>
  );
}
