import type { Fact } from '../../i18n/labels.ts';

/** Values under their labels, or beside them where they are short. What people wrote keeps its lines. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl>
    {facts.map(({ label, values: [first, ...others], written }) => (
      <div key={label} class={written ? undefined : 'brief'}>
        <dt>{label}</dt>
        {others.length === 0 ? (
          <dd class="written" {...written}>
            {first}
          </dd>
        ) : (
          <dd>
            <ul>
              {[first, ...others].map((value) => (
                <li key={value}>{value}</li>
              ))}
            </ul>
          </dd>
        )}
      </div>
    ))}
  </dl>
);
