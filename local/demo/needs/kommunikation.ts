import type { Story } from '../story.ts';

const komm = { leadArea: 'kommunikation' } as const;

export const kommunikation: readonly Story[] = [
  {
    title: 'Gratis annonsering av era utbildningar',
    problem: 'Vi hjälper er att nå fler studenter. Kontakta oss i dag för ett erbjudande på annonser.',
    affected: 'Er marknadsavdelning.',
    areas: ['kommunikation'],
    by: 'Marknad Direkt',
    came: -1,
    isHeld: true,
    steps: [],
  },
  {
    title: 'Kurssidorna uppfyller inte kraven på tillgänglighet',
    problem:
      'Filmer på kurssidorna saknar textning, och dokumenten kan inte läsas upp. Två studenter har anmält oss till tillsynsmyndigheten.',
    affected: 'Alla som läser våra språkkurser på distans, omkring 700 per termin.',
    cause: 'Lärarna har inte fått veta vad som krävs, och det finns inget stöd för textning.',
    ifNothing: 'Tillsynsmyndigheten kan förelägga högskolan vid vite.',
    deadline: [36, 'law'],
    school: 'sprak-litteratur-larande',
    areas: ['kommunikation'],
    by: 'Åsa Berglund',
    came: -30,
    steps: [
      [-29, 'take'],
      [
        -20,
        'coordinate',
        {
          ...komm,
          responsible: 'kommunikation',
          departments: ['utbildning-forskning', 'it'],
          actualNeed: 'Automatisk textning som läraren rättar, och mallar för dokument som går att läsa upp.',
          whyItArose:
            'Lagen om tillgänglighet till digital offentlig service gäller också undervisningsmaterial.',
          size: 'L',
        },
      ],
      [-18, 'bypass', { reason: 'legal-deadline' }],
      [-14, 'approve', {}, 'it'],
      [
        -6,
        'comment',
        { text: 'Vi har provat en tjänst för textning. Den klarar svenska bra och engelska mycket bra.' },
        'submitter',
      ],
    ],
  },
  {
    title: 'Intranätet hittar inte blanketter',
    problem:
      'Sökningen på intranätet visar nyheter från flera år tillbaka före blanketter och rutiner. Folk mejlar oss i stället.',
    affected: 'Alla anställda, och våra två administratörer som svarar.',
    effect: 'Vi får omkring 30 frågor i veckan om var något finns.',
    school: 'kultur-samhalle',
    areas: ['kommunikation'],
    by: 'Ingrid Söderlund',
    came: -72,
    steps: [
      [-71, 'take'],
      [
        -63,
        'coordinate',
        {
          ...komm,
          responsible: 'kommunikation',
          departments: ['it'],
          actualNeed: 'Sökning som visar blanketter och rutiner först, och en ansvarig för varje sida.',
          whyItArose: 'Gamla sidor tas aldrig bort.',
          size: 'M',
        },
      ],
      [-60, 'raise'],
      [-49, 'advise', { advice: 'do', priority: 'medium', goals: ['goals'] }, 'area-lead'],
      [-47, 'approve', {}, 'it'],
      [-46, 'approve'],
      [-41, 'start', { plannedEnd: -3 }],
    ],
  },
  {
    title: 'Eget konto i sociala medier för varje program',
    problem: 'Vi vill ha egna konton för våra program, med någon som svarar alla dagar i veckan.',
    affected: 'Blivande studenter.',
    school: 'information-teknik',
    areas: ['kommunikation'],
    by: 'Viktor Engman',
    came: -60,
    steps: [
      [-58, 'take'],
      [
        -53,
        'coordinate',
        {
          ...komm,
          responsible: 'kommunikation',
          actualNeed: 'Att frågor från blivande studenter besvaras samma dag.',
          whyItArose: 'Programmen i teknik har färre sökande än platser.',
          size: 'L',
        },
      ],
      [-51, 'raise'],
      [
        -42,
        'advise',
        {
          advice: 'dont',
          priority: 'low',
          reason:
            'Många små konton når få. De gemensamma kanalerna har plats för programmens egna berättelser.',
        },
        'area-lead',
      ],
      [
        -39,
        'decline',
        { reason: 'Vi följer rådet. Programmen får i stället egna dagar i högskolans kanaler.' },
      ],
    ],
  },
  {
    title: 'Nytt fotografi av institutionens ledning till webben',
    problem: 'Bilden av ledningen på webben är fem år gammal, och tre av sex har slutat.',
    affected: 'Besökare på institutionens sidor.',
    school: 'halsa-valfard',
    areas: ['kommunikation'],
    by: 'Lena Hallberg',
    came: -25,
    steps: [
      [-24, 'take'],
      [-23, 'withdraw'],
    ],
  },
  {
    title: 'Mejl till studenter läses inte',
    problem: 'Viktig information om tentamen och examen går i långa nyhetsbrev. Bara var femte öppnas.',
    affected: 'Alla studenter, och de som svarar på frågor som redan har besvarats.',
    cause: 'Fem avdelningar skickar ut var sitt brev.',
    goal: 'Att studenten får ett kort meddelande om det som rör just hen.',
    school: 'halsa-valfard',
    areas: ['kommunikation'],
    by: 'Eva Ström',
    came: -232,
    steps: [
      [-231, 'take'],
      [
        -222,
        'coordinate',
        {
          ...komm,
          responsible: 'studentservice',
          departments: ['kommunikation'],
          actualNeed: 'Korta meddelanden i studentens egen inkorg, vid de tidpunkter då något ska göras.',
          whyItArose: 'Ingen ser allt som en student får.',
          size: 'M',
        },
      ],
      [-219, 'raise'],
      [-208, 'advise', { advice: 'do', priority: 'high', goals: ['strategy', 'assignment'] }, 'area-lead'],
      [-205, 'approve', {}, 'kommunikation'],
      [-203, 'approve'],
      [-197, 'start', { plannedEnd: -142 }],
      [
        -144,
        'complete',
        {
          outcome:
            'Nyhetsbreven är nedlagda. Studenten får i snitt ett meddelande i veckan, om det egna programmet.',
        },
      ],
      [-119, 'evaluate', { solved: 'yes', words: 'Åtta av tio läser nu. Frågorna har minskat märkbart.' }],
    ],
  },
];
