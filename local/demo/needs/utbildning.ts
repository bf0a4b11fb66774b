import type { Story } from '../story.ts';

const utb = { leadArea: 'utbildning' } as const;

export const utbildning: readonly Story[] = [
  {
    title: 'Stöd för att upptäcka fusk med AI i inlämningar',
    problem:
      'Lärarna känner igen texter som inte är studentens egna, men vet inte vad de får göra. Några anmäler allt, andra ingenting.',
    affected: '80 lärare, och studenterna i alla kurser med hemtentamen.',
    cause: 'Det saknas gemensamma riktlinjer, och de verktyg som finns ger fel utslag.',
    ifNothing: 'Examensarbeten går inte att lita på, och enskilda lärare får ta konflikten.',
    school: 'lararutbildning',
    areas: ['utbildning'],
    by: 'Katarina Wiklund',
    came: -9,
    steps: [
      [-8, 'take'],
      [
        -4,
        'ask',
        {
          question:
            'Vad vore till störst hjälp: riktlinjer, utbildning i andra former för examination, eller båda?',
        },
      ],
    ],
  },
  {
    title: 'Stöd till lärare som gör om kurser till distans',
    problem:
      'Åtta kurser ska ges på distans från nästa läsår. Lärarna får ingen tid för det och vet inte var de ska börja.',
    affected: '22 lärare och 400 studenter.',
    goal: 'Att varje kurs har en plan och en kontaktperson hos er.',
    deadline: [60, 'decision'],
    school: 'lararutbildning',
    areas: ['utbildning'],
    by: 'Katarina Wiklund',
    came: -27,
    steps: [
      [-26, 'take'],
      [
        -17,
        'coordinate',
        {
          ...utb,
          responsible: 'utbildning-forskning',
          departments: ['biblioteket'],
          actualNeed: 'Pedagogiskt och tekniskt stöd under ett läsår för lärare i åtta kurser.',
          whyItArose: 'Fakulteten har beslutat om fler distanskurser utan att avsätta stöd.',
          size: 'L',
        },
      ],
      [-15, 'raise'],
      [
        -3,
        'advise',
        {
          advice: 'do',
          priority: 'high',
          goals: ['strategy', 'assignment'],
          insteadOf: ['Utbildning för nya universitetslärare på engelska'],
          reason: 'Distanskurserna står i strategin.',
          dissent: 'Biblioteket ser gärna att färre kurser görs åt gången.',
        },
      ],
    ],
  },
  {
    title: 'Kursvärderingar besvaras av var åttonde student',
    problem:
      'Enkäten kommer efter kursens slut, när studenterna har gått vidare. Kursledarna får svar från de mest missnöjda.',
    affected: 'Alla kursansvariga, och studenterna som läser kursen nästa gång.',
    effect: 'Vid den senaste granskningen av utbildningen fick vi kritik för att underlaget är tunt.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildning'],
    by: 'Lovisa Hermansson',
    came: -49,
    steps: [
      [-48, 'take'],
      [
        -40,
        'coordinate',
        {
          ...utb,
          responsible: 'utbildning-forskning',
          departments: ['studentservice'],
          actualNeed:
            'Enkäter som besvaras under ett undervisningspass, och en återkoppling som studenten ser.',
          whyItArose: 'Utskicket styrs av kursens sista dag i Ladok.',
          size: 'S',
        },
      ],
      [-37, 'raise'],
      [-24, 'advise', { advice: 'do', priority: 'medium', goals: ['assignment'] }],
      [-21, 'approve', {}, 'studentservice'],
      [-2, 'approve'],
    ],
  },
  {
    title: 'Kurslitteraturen räcker inte till alla studenter',
    problem:
      'Till metodkursen finns fyra exemplar av huvudboken, och kursen har 160 studenter. E-boken får läsas av en åt gången.',
    affected: '160 studenter varje termin, mest de som inte har råd att köpa.',
    cause: 'Beställningen görs efter antalet platser från förra året.',
    school: 'halsa-valfard',
    areas: ['utbildning'],
    by: 'Fredrik Österberg',
    came: -82,
    steps: [
      [-81, 'take'],
      [
        -75,
        'coordinate',
        {
          ...utb,
          responsible: 'biblioteket',
          actualNeed: 'E-böcker med fri användning för kurser med mer än 100 studenter.',
          whyItArose: 'Förlagens licenser har ändrats, och kurserna har vuxit.',
          size: 'M',
        },
      ],
      [-73, 'raise'],
      [-61, 'advise', { advice: 'do', priority: 'high', goals: ['assignment'] }],
      [-57, 'approve', { reason: 'Vi börjar med de tio största kurserna.' }],
      [-50, 'start', { plannedEnd: 34 }],
    ],
  },
  {
    title: 'Digital portfölj genom hela lärarutbildningen',
    problem:
      'Studenternas reflektioner från VFU sparas i olika kurser och försvinner när kursen stängs. I slutet av utbildningen har de inget att visa.',
    affected: '900 lärarstudenter.',
    goal: 'En portfölj som följer studenten i fem år.',
    school: 'lararutbildning',
    areas: ['utbildning'],
    by: 'Ulrika Fransson',
    came: -100,
    steps: [
      [-99, 'take'],
      [
        -90,
        'coordinate',
        {
          ...utb,
          responsible: 'utbildning-forskning',
          actualNeed: 'En plats för studentens egna texter som inte hör till en kurs.',
          whyItArose: 'Lärplattformen är byggd kring kurser.',
          size: 'L',
        },
      ],
      [-87, 'raise'],
      [
        -75,
        'advise',
        {
          advice: 'later',
          priority: 'medium',
          goals: ['goals'],
          reason: 'Avtalet om lärplattformen löper ut om ett år. Kravet bör med i upphandlingen.',
        },
      ],
      [-71, 'defer', { reason: 'Kravet tas med när en ny lärplattform upphandlas.', reviewDate: 95 }],
    ],
  },
  {
    title: 'Fler handledare i akademiskt skrivande på engelska',
    problem:
      'Masterstudenterna får vänta i tre veckor på en tid hos skrivverkstaden, och då är uppsatsen redan inlämnad.',
    affected: 'Omkring 50 studenter per termin.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildning'],
    by: 'Eleonor Grahn',
    came: -43,
    steps: [
      [-42, 'take'],
      [
        -39,
        'comment',
        { text: 'Biblioteket har en satsning på just detta. Jag stämmer av med dem.', audience: 'submitter' },
      ],
      [
        -36,
        'refer',
        {
          referredTo: 'Bibliotekets skrivverkstad',
          reason: 'Samma behov finns redan i deras planering. Två nya handledare börjar vid terminsstarten.',
        },
      ],
    ],
  },
  {
    title: 'Mentimeter till alla lärare',
    problem:
      'Vi vill kunna ställa frågor till en hel föreläsningssal. I dag betalar några lärare licensen själva.',
    affected: 'Lärarna på institutionen.',
    school: 'information-teknik',
    areas: ['utbildning'],
    by: 'Oskar Lindahl',
    came: -66,
    steps: [
      [-65, 'take'],
      [
        -62,
        'comment',
        {
          text: 'Det finns redan en licens för hela högskolan. Den beställs i it-portalen.',
          audience: 'submitter',
        },
      ],
      [-61, 'withdraw'],
    ],
  },
  {
    title: 'Introduktion till biblioteket för distansstudenter',
    problem:
      'Distansstudenterna missar introduktionen, som ges på campus under första veckan. De söker inte i databaserna utan på nätet.',
    affected: 'Omkring 500 studenter per år.',
    school: 'halsa-valfard',
    areas: ['utbildning'],
    by: 'Fredrik Österberg',
    came: -230,
    steps: [
      [-229, 'take'],
      [
        -223,
        'coordinate',
        {
          ...utb,
          responsible: 'biblioteket',
          actualNeed: 'En introduktion på nätet med övningar, som kursledaren lägger i sin kurs.',
          whyItArose: 'Introduktionen är från tiden före distanskurserna.',
          size: 'S',
        },
      ],
      [-221, 'bypass', { reason: 'one-department' }],
      [-218, 'approve'],
      [-212, 'start', { plannedEnd: -172 }],
      [-184, 'complete', { outcome: 'Fem korta filmer med övningar. De är översatta till engelska.' }],
      [
        -162,
        'evaluate',
        { solved: 'yes', words: 'Studenterna hänvisar till databaser de aldrig skulle ha hittat förut.' },
      ],
    ],
  },
  {
    title: 'Lärplattformen loggar ut mitt i en inlämning',
    problem:
      'Efter en halvtimme loggas studenten ut utan varning, och texten i rutan är borta. Det händer oftast under hemtentamen.',
    affected: 'Alla som skriver direkt i lärplattformen.',
    effect: 'Vi får godkänna sena inlämningar utan att kunna kontrollera orsaken.',
    workaround: 'Vi råder studenterna att skriva i ett annat program och klistra in.',
    school: 'sprak-litteratur-larande',
    areas: ['utbildning'],
    by: 'Lovisa Hermansson',
    came: -130,
    steps: [
      [-129, 'take'],
      [
        -124,
        'coordinate',
        {
          ...utb,
          responsible: 'utbildning-forskning',
          actualNeed: 'Att det som skrivs sparas hela tiden, och att utloggningen varnar.',
          whyItArose: 'Tiden kortades efter en säkerhetsgranskning.',
          size: 'S',
        },
      ],
      [-121, 'raise'],
      [-111, 'advise', { advice: 'do', priority: 'high', goals: ['assignment'] }],
      [-107, 'approve'],
      [-101, 'start', { plannedEnd: -60 }],
      [-63, 'complete', { outcome: 'Tiden är förlängd till två timmar.' }],
      [
        -41,
        'evaluate',
        {
          solved: 'no',
          words: 'Texten försvinner fortfarande när datorn går i viloläge. Det händer lika ofta som förut.',
        },
      ],
    ],
  },
];
