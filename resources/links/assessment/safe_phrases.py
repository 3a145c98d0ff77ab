"""What those write who warn, teach, treat and care: who sells does not write so.

Written as pages.plain_words gives it, English and Spanish.
"""

from .spam_phrases import phrases

# Who warns, teaches, treats or reports speaks so; who sells does not, or in small print.
WARNING = phrases("""
    addiction, addictions, addicted, problem gambling, gambling disorder, helpline, hotline
    prevention, prevent, preventing, treatment, warning signs, recovery, counselor, counselors
    counseling, risk, risks, harm, harms, harmful, danger, dangers, dangerous, predatory, scam
    scams, fraud, trap, debt, regulators, lawmakers, legislature, researchers, public health
    health department, talk with your, ask your doctor, side effects, symptoms, consent, abuse
    exploitation, trafficking, violence, bait, stole, stolen, robbed, swindle, adiccion, adicciones
    adicto, ludopatia, juego problematico, linea de ayuda, prevencion, prevenir, tratamiento
    senales de alerta, recuperacion, consejero, consejeros, consejeria, riesgo, riesgos, dano, danos
    peligro, peligros, peligroso, estafa, estafas, fraude, trampa, deuda, deudas, investigadores
    salud publica, departamento de salud, hable con su, efectos secundarios, sintomas
    consentimiento, abuso, explotacion, trata, violencia, roban, robaron, enganan, engano
""")

# Beside these, too, an offer is not made but spoken of.
CAUTION = phrases("""
    not safe, sites that, spot, recognize, grown up, grown ups, reconocer, warn, warns, warned
    warning, beware, avoid, unsafe, safe, safety, illegal, minors, counterfeit, fake, kids, children
    pediatricians, tobacco, reported, credit union, alternative, law, hooks, cost, desconfie
    cuidado, evite, falsas, falsos, ilegal, enganchar, menores, ninos, segura, seguridad, licencia
""")
# And these words have pages that are made for schools, clinics and neighbors.
CARE = phrases("""
    tickets, band, proceeds, uniforms, school, schools, student, students, teacher, teachers, parent
    parents, families, family, pta, classroom, fundraiser, raffle, scholarship, scholarships, grant
    grants, grade, lesson, lessons, curriculum, workshop, volunteers, university, college, hospital
    patients, doctor, nurse, pharmacists, laboratories, tribe, council, commission, union, education
    gym, childcare, youth, teens, prescription, committee, study, learners, adults, child, teenager
    teenagers, caregiver, caregivers, kindergarten, preschool, librarian, librarians, district
    superintendent, interpreters, tutors, baby, babies, infant, infants, toddler, toddlers, escuela
    escuelas, estudiantes, maestros, maestra, padres, familias, beca, becas, voluntarios, taller
    campamento, medico, enfermera, dosis, jovenes, educacion, biblioteca, director, hijo, hija
    hijos, vecinos, adolescente, adolescentes, bebe, bebes, nino, nina, distrito, interprete
""")

# In other letters and scripts, looked for as they stand.
CARE_IN_OTHER_SCRIPTS = phrases("""
    家长, 家長, 学校, 學校, 学生, 學生, 孩子, 成瘾, 成癮, 戒赌, 戒賭, 求助, 辅导, 輔導, 保護者
    依存症, 相談, 子ども, 학교, 학부모, 중독, 상담, 자녀, 학생, школ, родител, зависимост, ребенк
    помощь, โรงเรียน, ผู้ปกครอง, นักเรียน, مدرسة, المدارس, الطلاب, أولياء, الإدمان, مساعدة
""")
