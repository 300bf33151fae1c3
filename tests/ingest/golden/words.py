"""What the paragraphs of the golden documents say: both the files and the outlines use these."""

PROHIBITION = (
    "The prohibition of torture is absolute. No war, no emergency and no order from a superior "
    "can ever be a justification of it, and the Union says so in every forum in which it speaks."
)
DIALOGUE = (
    "The Union raises human rights in its political dialogue with third countries. Individual "
    "cases are taken up with the authorities, in public where that helps the person concerned."
)
DEFENDERS = (
    "Human rights defenders are natural allies of the Union. Delegations keep in touch with them, "
    "receive them, visit them in detention and observe their trials together with the embassies "
    "of the Member States."
)
MISSIONS = (
    "Heads of Mission report once a year on the situation in the country to which they are "
    "accredited. Their report says what was done, what came of it and what they propose."
)
TRAINING = (
    "Police officers, prison staff and members of the armed forces are trained with the help of "
    "the Union. The training follows the standards of the United Nations, among them the Nelson "
    "Mandela Rules."
)
FUNDING = (
    "Support is given through the thematic programme for human rights and democracy. Local "
    "organisations can apply for small grants without a partner in Europe."
)
MEDIA = (
    "Free and plural media are a condition of democracy. The Union speaks up when journalists are "
    "threatened, when licences are withdrawn and when the internet is shut down."
)
WATER = (
    "Access to safe drinking water and sanitation is a human right. It is to be available, "
    "accessible, affordable and of good quality for everyone without discrimination."
)
CHILDREN = (
    "Every child has the right to be heard. Programmes are planned with children and not only for "
    "them, and what they say is taken into account when results are measured."
)
WOMEN = (
    "Violence against women and girls is the most widespread violation of human rights. Laws "
    "alone do not end it: courts, police and health services have to work together."
)
ELECTIONS = (
    "Election observation missions are sent on invitation. They stay until complaints have been "
    "dealt with, and their recommendations are followed up before the next vote."
)
JUSTICE = (
    "An independent judiciary is the best protection of rights. The Union supports the training "
    "of judges, legal aid for those who can't pay, and the International Criminal Court."
)
REVIEW = (
    "These guidelines are reviewed every three years by the working party on human rights. The "
    "review draws on the reports of the delegations and on the advice of civil society."
)
LABOUR = (
    "Decent work includes the right to organise. Forced labour and child labour are addressed in "
    "trade agreements, in due diligence rules and in technical cooperation."
)
COOPERATION = (
    "The Union works with the United Nations, the Council of Europe and regional organisations. "
    "It supports their special procedures and pays its contributions in full and on time."
)

PROTECTION_FR = (
    "L’Union européenne soutient les défenseurs des droits de l’homme dans les pays tiers. Les "
    "délégations les rencontrent régulièrement et observent les procès dans lesquels ils sont "
    "accusés."
)
DIALOGUE_FR = (
    "Le dialogue politique porte aussi sur les droits de l’homme : les cas individuels sont "
    "évoqués auprès des autorités, publiquement lorsque cela est utile à la personne concernée."
)
RAPPORT_FR = (
    "Les chefs de mission présentent chaque année un rapport sur la situation du pays. Ce rapport "
    "indique ce qui a été fait et ce qu’ils proposent pour l’année suivante."
)
FORMATION_FR = (
    "Des policiers, des gardiens de prison et des magistrats sont formés avec l’aide de l’Union. "
    "La formation suit les règles des Nations unies, dont les règles Nelson Mandela."
)

PROTECTION_EL = (
    "Η Ευρωπαϊκή Ένωση στηρίζει τους υπερασπιστές των ανθρωπίνων δικαιωμάτων σε τρίτες χώρες. Οι "
    "αντιπροσωπείες τους συναντούν τακτικά και παρακολουθούν τις δίκες τους."
)
DIALOGUE_EL = (
    "Ο πολιτικός διάλογος αφορά και τα ανθρώπινα δικαιώματα. Ατομικές υποθέσεις τίθενται στις "
    "αρχές, δημοσίως όταν αυτό βοηθά το πρόσωπο που θίγεται."
)
REPORT_EL = (
    "Οι αρχηγοί αποστολών υποβάλλουν κάθε χρόνο έκθεση για την κατάσταση στη χώρα. Η έκθεση "
    "αναφέρει τι έγινε και τι προτείνεται για το επόμενο έτος."
)
TRAINING_EL = (
    "Αστυνομικοί και δικαστές εκπαιδεύονται με τη βοήθεια της Ένωσης. Η εκπαίδευση ακολουθεί τους "
    "κανόνες των Ηνωμένων Εθνών."
)
